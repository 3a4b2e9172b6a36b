"""Settings: what can be set, and where it is read."""

from archiver.settings.reading import PREFIX, load
from archiver.settings.sections import (
    ArchivesSettings,
    CrawlSettings,
    LifecycleSettings,
    RevisitSettings,
    Settings,
    SiteSettings,
    StorageSettings,
    TlsSettings,
)

__all__ = [
    "PREFIX",
    "ArchivesSettings",
    "CrawlSettings",
    "LifecycleSettings",
    "RevisitSettings",
    "Settings",
    "SiteSettings",
    "StorageSettings",
    "TlsSettings",
    "load",
]
