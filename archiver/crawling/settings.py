"""Scrapy's settings, for every Scrapy command; what only a crawl needs is added by `of_job`."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from archiver.crawling.reading import HOPS

if TYPE_CHECKING:
    from archiver.crawling.job import Job

BOT_NAME = "archiver"
SPIDER_LOADER_CLASS = "archiver.crawling.loader.RegistrySpiderLoader"
COMMANDS_MODULE = "archiver.crawling.commands"

LOG_LEVEL = "WARNING"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
RETRY_ENABLED = False  # a failed visit goes back to the ledger instead
HTTPCACHE_ENABLED = False

# Nothing but the web, or a source that stands in for it.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

REPLAYED_AT_ONCE = 16
"""Captures of a source that are read ahead of the parser."""

RECOVERED_AT_ONCE = 8
"""Captures that a web archive is asked for at once: it may take a second to find one."""


def of_job(job: Job) -> dict[str, Any]:
    """Return the settings of one crawl."""
    crawl = job.settings.crawl
    handler, at_once = _way(job)
    return {
        "SCHEDULER": "archiver.crawling.scheduler.LedgerScheduler",
        "DOWNLOAD_HANDLERS": dict.fromkeys(
            ("http", "https"), f"archiver.crawling.sources.{handler}"
        ),
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "archiver.crawling.sources.robots.RobotsMiddleware": 100,
        },
        "ROBOTSTXT_OBEY": crawl.robots and job.live,
        "REDIRECT_MAX_TIMES": HOPS,  # of robots.txt; pages' redirects go by the ledger
        "USER_AGENT": user_agent(job.settings.contact),
        "CONCURRENT_REQUESTS": at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
        "CONCURRENT_ITEMS": 1,  # a page has one record; Scrapy makes a worker for each of a hundred
        "DOWNLOAD_DELAY": crawl.delay if job.live else 0,
        "DOWNLOAD_TIMEOUT": crawl.timeout,
        "DOWNLOAD_MAXSIZE": crawl.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
    }


def _way(job: Job) -> tuple[str, int]:
    """Return what answers requests, and how many at once."""
    if job.holdings is not None:
        return "archived.ArchiveHandler", RECOVERED_AT_ONCE
    if job.source is not None:
        return "replay.ReplayHandler", REPLAYED_AT_ONCE
    return "live.LiveHandler", job.settings.crawl.concurrency


def user_agent(contact: str | None) -> str:
    """Return who asks, so that a webmaster can write to them."""
    return f"archiver/{version('archiver')} (+{contact})"
