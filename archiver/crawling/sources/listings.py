"""Listings: what a web archive's index answers, and captures that only lead to articles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from archiver.crawling import answers
from archiver.crawling.answers import Ending
from archiver.crawling.reading import A_LIST, Reader
from archiver.errors import SourceError
from archiver.ledger import Kind, Outcome
from archiver.webarchives.mementos import INDEX

if TYPE_CHECKING:
    from scrapy.http import Response

    from archiver.crawling.sources.holdings import Holdings
    from archiver.ledger import Task

OF_CAPTURES = f"{A_LIST} of captures"


@dataclass(slots=True, kw_only=True)
class ArchiveReader(Reader):
    """Reads lists of an index, and captures as what they were.

    The index says which lists there are; of the links of a capture only articles are followed.
    """

    holdings: Holdings

    def read(self, task: Task, response: Response) -> Ending:
        """Return how the visit that was answered so ends."""
        if task.link.url.endswith(INDEX):
            return self._listing(task, response)
        ending = super(ArchiveReader, self).read(task, response)
        links = (link for link in ending.links if link.kind is Kind.ARTICLE)
        return replace(ending, links=tuple(links))

    def _listing(self, task: Task, response: Response) -> Ending:
        ending = answers.of_status(response.status)
        if ending is not None and response.status != HTTPStatus.NOT_FOUND:
            return ending
        body = response.body if ending is None else b""  # some say so that they hold nothing
        try:
            listing = self.holdings.archive.listing(task.link.url.removesuffix(INDEX), body)
        except SourceError as error:
            return Ending(outcome=Outcome.FAILED, reason=str(error), passing=True)
        links = tuple(self.holdings.links(listing))
        return Ending(outcome=Outcome.NOT_ARTICLE, reason=OF_CAPTURES, links=links)
