"""Reading: what an answer brings to its visit: a record, links, or the reason why neither."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archiver.crawling import answers
from archiver.crawling.answers import Ending
from archiver.errors import PageBlocked, PageError, PageNotFound
from archiver.ledger import Kind, Leads, Link, Outcome
from archiver.parsing.page import Page
from archiver.parsing.validation import examine
from archiver.parsing.wishes import wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy.http import Response

    from archiver.ledger import Task
    from archiver.parsing.parser import Parser

    Follow = Callable[[Task, Page], Iterable[Link]]

A_LIST = "a list"
HOPS = 5
"""Redirects in a row that are followed."""
REDIRECTS = {301, 302, 303, 307, 308}
PAGES = ("text/", "application/xhtml", "application/xml", "application/json")

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads the answers of one site; ``follow`` chooses the links that belong to the walk.

    A body of more than ``largest`` bytes is not read, wherever it comes from.
    """

    parser: Parser
    follow: Follow
    largest: int
    _hops: Counter[str] = field(default_factory=Counter)

    def read(self, task: Task, response: Response) -> Ending:
        """Return how the visit that was answered so ends."""
        if len(response.body) > self.largest:
            return Ending(outcome=Outcome.FAILED, reason=answers.TOO_LARGE)
        if response.status in REDIRECTS:
            return self._redirected(task, response)
        if response.status == HTTPStatus.NOT_MODIFIED and task.validators:
            reason = "not modified" if task.link.kind is Kind.ARTICLE else "a list, not modified"
            return Ending(outcome=Outcome.UNCHANGED, reason=reason, unchanged=True)
        ending = answers.of_status(response.status) or _without_content(task, response)
        return ending or self._content(task, page_of(response))

    def _content(self, task: Task, page: Page) -> Ending:
        links: tuple[Link, ...] = ()
        try:
            self.parser.check(page)
            links = tuple(self.follow(task, page))
            return self._record(task, page, links)
        except PageBlocked as error:
            return Ending(
                outcome=Outcome.FAILED, reason=f"blocked: {error}", passing=True, blocked=True
            )
        except PageNotFound as error:
            return Ending(outcome=Outcome.NOT_ARTICLE, reason=str(error), links=links, absent=True)
        except PageError as error:
            return Ending(outcome=Outcome.REJECTED, reason=str(error), links=links)
        except Exception as error:
            logger.exception("%s fails on %s", self.parser.label, page.url)
            reason = f"{self.parser.label} fails: {type(error).__name__}: {error}"
            return Ending(outcome=Outcome.REJECTED, reason=reason, links=links)

    def _record(self, task: Task, page: Page, links: tuple[Link, ...]) -> Ending:
        if task.link.kind is Kind.LIST:
            leads = Leads.of(links)
            return Ending(outcome=Outcome.NOT_ARTICLE, reason=A_LIST, links=links, leads=leads)
        article, odd = examine(self.parser.parse(page), self.parser, page.captured_at)
        note = "; ".join(filter(None, (odd, wish(page)))) or None
        return Ending(article=article, reason=note, links=links)

    def _redirected(self, task: Task, response: Response) -> Ending:
        """Send the target to the ledger, where it is a URL of its own, if it is of the site."""
        target = _target(response)
        if target is None:
            return Ending(outcome=Outcome.FAILED, reason="redirects to no address")
        hops = self._hops.pop(response.url, 0) + 1
        if target == response.url or hops > HOPS:
            return Ending(outcome=Outcome.FAILED, reason="redirects without end")
        if urlsplit(target).hostname not in self.parser.hosts:
            host = urlsplit(target).hostname or target
            return Ending(outcome=Outcome.FAILED, reason=f"redirects to another host: {host}")
        if not _is_plain(target):
            return Ending(outcome=Outcome.FAILED, reason="redirects to no web page")
        self._hops[target] = hops
        key = self.parser.key(target)
        kind = Kind.ARTICLE if key else Kind.LIST
        link = Link(url=target, kind=kind, key=key, section=task.link.section)
        return Ending(outcome=Outcome.NOT_ARTICLE, reason=f"redirects to {target}", links=(link,))


def _target(response: Response) -> str | None:
    """Return where a redirect leads, ``None`` where that is no address."""
    location = response.headers.get("Location")
    if not location:
        return response.url
    try:
        target = response.urljoin(location.decode("latin-1"))
        return target if urlsplit(target).port != 0 else None
    except ValueError:
        return None


def _is_plain(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "@" not in parts.netloc


def page_of(response: Response) -> Page:
    """Return the page that a parser sees."""
    request = response.request
    return Page(
        url=response.url,
        body=response.body,
        status=response.status,
        headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ),
        captured_at=request.meta["captured_at"],  # type: ignore[union-attr]  # Scrapy sets it
        form=request.meta["task"].link.form,  # type: ignore[union-attr]  # the same
    )


def _without_content(task: Task, response: Response) -> Ending | None:
    if not response.body.strip():
        if task.link.form:
            return Ending(outcome=Outcome.NOT_ARTICLE, reason="the end of a list")
        return Ending(outcome=Outcome.FAILED, reason="empty answer", passing=True)
    mime = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0]
    if mime and not mime.strip().lower().startswith(PAGES):
        return Ending(outcome=Outcome.NOT_ARTICLE, reason=f"not a page but {mime.strip()}")
    return None
