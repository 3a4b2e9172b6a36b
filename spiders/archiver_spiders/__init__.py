"""Spiders: ways of walking a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Spider


@hookimpl
def archiver_register_spiders() -> Iterable[type[Spider]]:
    """Provide the spider of portals."""
    from archiver_spiders.portal import PortalSpider  # noqa: PLC0415  # Scrapy is slow to import

    return [PortalSpider]
