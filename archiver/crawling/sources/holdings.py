"""Holdings: what a run takes from a web archive, and what it leaves there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

from archiver.dates import HANOI
from archiver.errors import SettingsError
from archiver.ledger import Kind, Link, Outcome, Visit
from archiver.parsing.page import host_of
from archiver.webarchives.choice import choose
from archiver.webarchives.mementos import ELSEWHERE, INDEX, Memento

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.crawling.walk import Walk
    from archiver.ledger import Task
    from archiver.parsing.parser import Parser
    from archiver.webarchives.webarchive import Listing, WebArchive

THE_REST = datetime(9999, 1, 1, tzinfo=UTC)
"""When an address is due that is not asked: when the walk has ended, it is told what it is."""
EARLIEST = date(1996, 1, 1)
"""No web archive has anything older."""
WWW = "www."


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a web archive holds of a site, captured from the ``first`` to the ``last`` day (UTC)."""

    archive: WebArchive
    parser: Parser
    first: date
    last: date

    @classmethod
    def of(cls, archive: WebArchive, parser: Parser, walk: Walk, today: date) -> Self:
        """Return what a walk wants. Raises ``SettingsError`` for what it cannot."""
        if walk.narrow or walk.full:
            message = (
                f"{archive.name} is walked by its index: leave out sections, since, until and "
                "full; `from` and `to` choose captures by their day"
            )
            raise SettingsError(message)
        first = walk.captured_from or parser.valid_from or EARLIEST
        return cls(archive=archive, parser=parser, first=first, last=walk.captured_to or today)

    def seeds(self) -> list[Link]:
        """Return where the index is asked."""
        hosts = dict.fromkeys(host.removeprefix(WWW) for host in self.parser.hosts)
        return [_index(url) for url in self.archive.index(hosts, self.first, self.last)]

    def links(self, listing: Listing) -> Iterator[Link]:
        """Yield the captures to ask for, the addresses they are of, and further lists.

        One of a time in which the host was not the site's says nothing of the site's articles.
        """
        yield from map(_index, listing.further)
        for memento in choose(listing.rows):
            url = self.home(memento.url)
            if url is None:
                continue
            mine = self._stranger(memento) is None
            key = self.parser.key(url) if mine else None
            kind = Kind.ARTICLE if key else Kind.LIST
            yield Link(url=memento.address, kind=kind, key=key)
            if key:
                yield Link(url=url, kind=kind, key=key)

    def home(self, url: str) -> str | None:
        """Return an address as the site writes it, ``None`` where it is of another host."""
        host = host_of(url) or ""
        forms = (host, host.removeprefix(WWW))
        found = next((form for form in forms if form in self.parser.hosts), None)
        return urlunsplit(urlsplit(url)._replace(netloc=found)) if found else None

    def aside(self, task: Task, at: datetime) -> Visit | None:
        """Return what becomes of an address that is not asked, ``None`` where it is."""
        url = task.link.url
        memento = Memento.read(url)
        if memento is None and not url.endswith(INDEX):
            return Visit(task=task, at=at, retry_at=THE_REST)
        if not url.startswith(self.archive.places):
            return Visit(task=task, at=at, outcome=Outcome.NOT_DUE, reason=ELSEWHERE)
        if memento is None:
            return None
        if task.original is not None:
            outcome, reason = Outcome.NOT_DUE, "kept before"
        elif stranger := self._stranger(memento):
            outcome, reason = Outcome.NOT_IN_SOURCE, stranger
        elif not self.first <= memento.at.date() <= self.last:
            outcome, reason = Outcome.NOT_DUE, "captured outside of `from` and `to`"
        else:
            return None
        return Visit(task=task, at=at, outcome=outcome, reason=reason)

    def refuses(self, memento: Memento) -> str | None:
        """Return why a capture is none of the site's, ``None`` where it is."""
        return "of another host" if self.home(memento.url) is None else self._stranger(memento)

    def _stranger(self, memento: Memento) -> str | None:
        """Return when a capture was made at which the host was not the site's."""
        day, parser = _day(memento), self.parser
        if parser.valid_until is not None and day > parser.valid_until:
            return f"captured after the site's last day, {parser.valid_until}"
        if parser.valid_from is not None and day < parser.valid_from:
            return f"captured before the site's first day, {parser.valid_from}"
        return None


def _day(memento: Memento) -> date:
    return memento.at.astimezone(HANOI).date()


def _index(url: str) -> Link:
    return Link(url=url + INDEX, kind=Kind.LIST)
