"""Web archives: the Wayback Machine, a private pywb, Common Crawl."""

from archiver_storage.webarchives.pywb import Pywb
from archiver_storage.webarchives.wayback import Wayback

__all__ = ["Pywb", "Wayback"]
