"""Parsers: one module a family of portals, one short class a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl
from archiver_plugins.hanoi import Sotttt
from archiver_plugins.longbien import BoDe, LongBien, PhucLoi, PhuongLongBien, VietHung

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver import Parser


@hookimpl
def archiver_register_parsers() -> Iterable[type[Parser]]:
    """Provide the parsers of the sites in this package."""
    return [BoDe, LongBien, PhucLoi, PhuongLongBien, Sotttt, VietHung]
