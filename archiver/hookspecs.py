"""The hooks by which a distribution adds parsers, spiders, storages, sources and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Spider

    from archiver.captures import CaptureStore, Source
    from archiver.exchange.formats import Format
    from archiver.parsing.family import Family
    from archiver.parsing.parser import Parser
    from archiver.storage import Storage
    from archiver.webarchives.webarchive import WebArchive

hookspec = pluggy.HookspecMarker("archiver")
hookimpl = pluggy.HookimplMarker("archiver")


@hookspec
def archiver_register_parsers() -> Iterable[type[Parser]]:  # type: ignore[empty-body]
    """Return the parsers that the plugin provides, one class a site."""


@hookspec
def archiver_register_families() -> Iterable[type[Family]]:  # type: ignore[empty-body]
    """Return the families that the plugin provides, among which a new site's is recognised."""


@hookspec
def archiver_register_spiders() -> Iterable[type[Spider]]:  # type: ignore[empty-body]
    """Return the spiders that the plugin provides, each a way of walking sites."""


@hookspec
def archiver_register_storages() -> Iterable[type[Storage]]:  # type: ignore[empty-body]
    """Return the storages of records that the plugin provides."""


@hookspec
def archiver_register_capture_stores() -> Iterable[type[CaptureStore]]:  # type: ignore[empty-body]
    """Return the storages of captures that the plugin provides."""


@hookspec
def archiver_register_sources() -> Iterable[type[Source]]:  # type: ignore[empty-body]
    """Return the sources that the plugin provides: where captures can be read from."""


@hookspec
def archiver_register_web_archives() -> Iterable[type[WebArchive]]:  # type: ignore[empty-body]
    """Return the web archives that the plugin provides: where dead sites can be recovered from."""


@hookspec
def archiver_register_formats() -> Iterable[type[Format]]:  # type: ignore[empty-body]
    """Return the formats that the plugin provides: how articles are exported."""
