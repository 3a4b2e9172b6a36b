"""Storages: records in SQL or JSON Lines, captures in WARC files; WARC as a source; exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import hookimpl

if TYPE_CHECKING:
    from archiver import CaptureStore, Format, Source, Storage
    from archiver.webarchives.webarchive import WebArchive


@hookimpl
def archiver_register_storages() -> list[type[Storage]]:
    """Return the storages of records."""
    from archiver_storage.jsonl import JsonLinesStorage  # noqa: PLC0415  # imported when asked for
    from archiver_storage.sql import SqlStorage  # noqa: PLC0415  # the same

    return [SqlStorage, JsonLinesStorage]


@hookimpl
def archiver_register_capture_stores() -> list[type[CaptureStore]]:
    """Return the storages of captures."""
    from archiver_storage.warc import WarcStore  # noqa: PLC0415  # imported when asked for

    return [WarcStore]


@hookimpl
def archiver_register_sources() -> list[type[Source]]:
    """Return the sources."""
    from archiver_storage.warc import WarcSource  # noqa: PLC0415  # imported when asked for

    return [WarcSource]


@hookimpl
def archiver_register_web_archives() -> list[type[WebArchive]]:
    """Return the web archives."""
    from archiver_storage import webarchives  # noqa: PLC0415  # imported when asked for

    return [getattr(webarchives, name) for name in webarchives.__all__]


@hookimpl
def archiver_register_formats() -> list[type[Format]]:
    """Return the formats."""
    from archiver_storage import exports  # noqa: PLC0415  # imported when asked for

    return [getattr(exports, name) for name in exports.__all__]
