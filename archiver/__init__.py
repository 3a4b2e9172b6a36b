"""The public API: what plugins import."""

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
from archiver.hookspecs import hookimpl
from archiver.ledger import Kind, Link, Outcome, Plan, Run, Settled, Task, Verdict, Visit
from archiver.page import Page
from archiver.parser import Parser
from archiver.records import Storage

__all__ = [
    "ArchiverError",
    "Article",
    "Attachment",
    "Capture",
    "CaptureStore",
    "Exchange",
    "Image",
    "Kind",
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
    "Run",
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
