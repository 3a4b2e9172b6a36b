"""Web archives: the Wayback Machine, a private pywb, Common Crawl."""

from archiver_storage.webarchives.commoncrawl import CommonCrawl
from archiver_storage.webarchives.pywb import Pywb
from archiver_storage.webarchives.wayback import Wayback

__all__ = ["CommonCrawl", "Pywb", "Wayback"]
