"""The spider of portals: front page, sections, their list pages, their articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from archiver.crawling.spider import SiteSpider
from archiver.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archiver.ledger import Link, Task
    from archiver.parsing.page import Page

LOOK_AHEAD = 2
"""List pages that are followed past one that is missing, in a walk that ends before the last."""


class PortalSpider(SiteSpider):
    """Walks a portal: every list page leads to articles and further list pages.

    News lists are sorted by date, newest first. With ``since``, they are followed page by page
    until one holds only what is older; in an archive that has read them before, until one names
    only articles that it knew then.
    """

    name: ClassVar[str] = "portal"  # type: ignore[misc]  # Scrapy's is an instance variable

    def seeds(self) -> Iterable[Link]:
        """Return where the parser says that the site begins."""
        return self.parser.start()

    def follow(self, task: Task, page: Page) -> Iterable[Link]:
        """Return the links of a page that belong to the walk, each address once."""
        found = (_placed(link, task.link) for link in self.parser.links(page))
        links = {(link.url, link.form): link for link in found}
        self.job.sections_seen.update(link.section for link in links.values() if link.section)
        old = self._is_old(task.link, links.values())
        return [link for link in links.values() if self._belongs(link, task.link, old=old)]

    async def chosen(self, task: Task, links: Sequence[Link]) -> Iterable[Link]:
        """Leave out further pages of a list whose articles are all known."""
        before, parent = self.job.known_before, task.link
        if before is None or not any(link.page > 1 for link in links):
            return links
        keys = {link.key for link in links if link.kind is Kind.ARTICLE and link.key}
        new = keys - await self.job.recorder.known(keys, before)
        reach = parent.page + LOOK_AHEAD if new else 1
        return [link for link in links if link.page <= reach]

    def unwanted(self, task: Task) -> str | None:
        """Leave what an earlier, wider walk found and this one does not want."""
        return None if self._within(task.link) else "outside this walk"

    def _belongs(self, link: Link, parent: Link, *, old: bool) -> bool:
        if not self._within(link):
            return False
        if link.kind is not Kind.LIST or link.page == 1 or self.job.walk.since is None:
            return True
        reach = parent.page + LOOK_AHEAD if parent.kind is Kind.LIST else 1
        return not old and link.page <= reach

    def _within(self, link: Link) -> bool:
        walk = self.job.walk
        sectioned = link.kind is Kind.ARTICLE or link.section is not None
        if walk.sections and sectioned and link.section not in walk.sections:
            return False
        at = link.published_at
        if at is None or link.kind is Kind.LIST:
            return True
        return (walk.since is None or at >= walk.since) and (walk.until is None or at <= walk.until)

    def _is_old(self, parent: Link, links: Iterable[Link]) -> bool:
        """Tell whether a list page shows only articles from before ``since``."""
        since = self.job.walk.since
        dates = [
            link.published_at
            for link in links
            if link.published_at is not None and link.section == parent.section
        ]
        return since is not None and bool(dates) and max(dates) < since


def _placed(link: Link, parent: Link) -> Link:
    """What a section's list names stands in that section, if its URL names none.

    The URL of a list that is asked by POST names none; that of another list or the front page does.
    """
    posted = link.kind is Kind.ARTICLE or bool(link.form)
    if link.section is None and posted and parent.kind is Kind.LIST:
        return replace(link, section=parent.section)
    return link
