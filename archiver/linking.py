"""Linking: persons take articles out of their clusters, and let them in again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archiver.errors import NotInArchive, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.catalogue import Catalogue
    from archiver.clusters import Parting
    from archiver.similarity import Name


def unlink(catalogue: Catalogue, name: Name, other: Name | None, reason: str) -> list[Parting]:
    """Put an article apart from another one, or from all of its cluster; return the pairs.

    Raises ``NotInArchive`` where it stands alone, ``SettingsError`` without a reason.
    """
    if not reason.strip():
        message = "say why, so that others can judge it: --reason TEXT"
        raise SettingsError(message)
    others = _cluster_of(catalogue, name) if other is None else [other]
    if others in ([], [name]):
        message = f"{'/'.join(name)} stands alone; there is nothing to unlink it from"
        raise NotInArchive(message)
    catalogue.part(name, others, reason.strip(), datetime.now(UTC))
    return partings(catalogue, name, others)


def link(catalogue: Catalogue, name: Name, other: Name | None) -> list[Parting]:
    """Take back that an article was unlinked, from another one or from all; return the pairs.

    Raises ``NotInArchive`` where it was not.
    """
    known = partings(catalogue, name, [] if other is None else [other])
    others = [p.other if p.one == name else p.one for p in known if p.undone_at is None]
    if not others:
        message = f"{'/'.join(name)} was not unlinked; see `archiver duplicates --unlinked`"
        raise NotInArchive(message)
    catalogue.rejoin(name, others, datetime.now(UTC))
    return partings(catalogue, name, others)


def partings(catalogue: Catalogue, name: Name, others: Sequence[Name] = ()) -> list[Parting]:
    """Return the partings of an article from others, or from all where none is named."""
    own = (p for p in catalogue.partings() if name in {p.one, p.other})
    return [p for p in own if not others or p.one in others or p.other in others]


def _cluster_of(catalogue: Catalogue, name: Name) -> list[Name]:
    """Return the other articles of an article's cluster."""
    cluster = catalogue.cluster(name)
    members = (cluster.first, *cluster.copies) if cluster else ()
    return [member.name for member in members if member.name != name]
