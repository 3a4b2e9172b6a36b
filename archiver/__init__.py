"""The public API: what plugins, scripts and notebooks import.

Names are imported when they are first used: who asks an archive needs no parser's libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.article import Article, Attachment, Image
    from archiver.captures import Capture, CaptureStore, Exchange, Source, StoredResponse
    from archiver.errors import (
        ArchiverError,
        NotInSource,
        PageBlocked,
        PageError,
        PageNotFound,
        PageRejected,
        PluginError,
        SettingsError,
        SourceError,
        StorageError,
    )
    from archiver.exchange.formats import Format
    from archiver.exchange.rows import Row
    from archiver.hookspecs import hookimpl
    from archiver.ledger import (
        Kind,
        Leads,
        Link,
        Outcome,
        Plan,
        Run,
        Settled,
        Task,
        Verdict,
        Visit,
    )
    from archiver.parsing.family import Family
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser
    from archiver.parsing.selectors import Selectors
    from archiver.selection import Selection
    from archiver.storage import Storage

HOMES = {
    "Archive": "archive",
    "ArchiverError": "errors",
    "Article": "article",
    "Attachment": "article",
    "Capture": "captures",
    "CaptureStore": "captures",
    "Exchange": "captures",
    "Family": "parsing.family",
    "Format": "exchange.formats",
    "Image": "article",
    "Kind": "ledger",
    "Leads": "ledger",
    "Link": "ledger",
    "NotInSource": "errors",
    "Outcome": "ledger",
    "Page": "parsing.page",
    "PageBlocked": "errors",
    "PageError": "errors",
    "PageNotFound": "errors",
    "PageRejected": "errors",
    "Parser": "parsing.parser",
    "Plan": "ledger",
    "PluginError": "errors",
    "Row": "exchange.rows",
    "Run": "ledger",
    "Selection": "selection",
    "Selectors": "parsing.selectors",
    "SettingsError": "errors",
    "Settled": "ledger",
    "Source": "captures",
    "SourceError": "errors",
    "Storage": "storage",
    "StorageError": "errors",
    "StoredResponse": "captures",
    "Task": "ledger",
    "Verdict": "ledger",
    "Visit": "ledger",
    "hookimpl": "hookspecs",
}

__all__ = [
    "Archive",
    "ArchiverError",
    "Article",
    "Attachment",
    "Capture",
    "CaptureStore",
    "Exchange",
    "Family",
    "Format",
    "Image",
    "Kind",
    "Leads",
    "Link",
    "NotInSource",
    "Outcome",
    "Page",
    "PageBlocked",
    "PageError",
    "PageNotFound",
    "PageRejected",
    "Parser",
    "Plan",
    "PluginError",
    "Row",
    "Run",
    "Selection",
    "Selectors",
    "SettingsError",
    "Settled",
    "Source",
    "SourceError",
    "Storage",
    "StorageError",
    "StoredResponse",
    "Task",
    "Verdict",
    "Visit",
    "hookimpl",
]


def __getattr__(name: str) -> object:
    if name not in HOMES:
        message = f"module 'archiver' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"archiver.{HOMES[name]}"), name)
    globals()[name] = found
    return found
