"""Captures in WARC and WACZ files: the store that writes them, the source that reads them."""

from archiver_storage.warc.source import WarcSource
from archiver_storage.warc.store import WarcStore

__all__ = ["WarcSource", "WarcStore"]
