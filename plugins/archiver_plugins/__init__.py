"""Parsers: one module a family of portals, one short class a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver import Parser


@hookimpl
def archiver_register_parsers() -> Iterable[type[Parser]]:
    """Provide the parsers of the sites in this package."""
    from archiver_plugins.hanoi import Sotttt  # noqa: PLC0415  # who asks an archive needs none
    from archiver_plugins.longbien import (  # noqa: PLC0415  # the same
        BoDe,
        LongBien,
        PhucLoi,
        PhuongLongBien,
        VietHung,
    )

    return [BoDe, LongBien, PhucLoi, PhuongLongBien, Sotttt, VietHung]
