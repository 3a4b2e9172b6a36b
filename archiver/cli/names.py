"""Names that a shell completes."""

from __future__ import annotations

from archiver.archive import Archive


def sites(begun: str) -> list[str]:
    """Return the sites whose names begin so."""
    return [site.site for site in Archive().sites() if site.site.startswith(begun)]


def formats(begun: str) -> list[str]:
    """Return the formats whose names begin so."""
    return [kind.name for kind in Archive().formats() if kind.name.startswith(begun)]
