"""Two archives at one address, which only their paths tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archives.commoncrawl import CommonCrawl
    from archives.wayback import Wayback
    from portal.answers import Answer, Request


@dataclass(frozen=True, slots=True)
class Both:
    """The Wayback Machine, and Common Crawl."""

    wayback: Wayback
    commoncrawl: CommonCrawl

    def answer(self, request: Request) -> Answer:
        """Return what the one answers that is asked."""
        of_wayback = request.path.startswith(("/web/", "/cdx/"))
        return (self.wayback if of_wayback else self.commoncrawl).answer(request)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return what the Wayback Machine says where it holds nothing."""
        return self.wayback.not_found(path, status)
