"""What can go wrong, each said so that the reader knows what to do."""

from __future__ import annotations


class ArchiverError(Exception):
    """Base of every error that the archiver raises on purpose.

    The message is one line for the person at the terminal: what happened, where, what to do.
    """


class SettingsError(ArchiverError):
    """A setting or an argument is wrong: the caller can mend it and call again."""


class PluginError(ArchiverError):
    """A plugin cannot be loaded: its author can mend it, the user can disable it."""


class StorageError(ArchiverError):
    """The archive cannot be read or written: disk, rights, version, another run."""


class NotInArchive(ArchiverError):
    """The archive is sound and does not hold what was asked for."""


class SourceError(ArchiverError):
    """A source of captures cannot be read: absent, cut, or not what it claims to be."""


class NotInSource(SourceError):
    """The source is sound and does not hold this URL: an outcome of its own, not a failure."""


class PageError(ArchiverError):
    """A page gave no record; each kind is an outcome of its URL with the message as reason."""


class PageRejected(PageError):
    """The page should hold an article and none can be read from it."""


class PageNotFound(PageError):
    """The portal says that there is no such page, whatever its HTTP status (a soft 404)."""


class PageBlocked(PageError):
    """The page is a challenge, a captcha or a block, not the portal's content."""
