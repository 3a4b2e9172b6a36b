"""Vitals: what one run saw of a site, in numbers that can be compared with other runs'."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.health.ailments import REFUSES, ailment_of
from archiver.ledger import Kind, Outcome
from archiver.lifecycle import Presence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archiver.article import Article
    from archiver.ledger import Leads, Settled, Visit

FIELDS = (
    *("section", "published_at", "abstract", "body", "images"),
    *("byline", "attachments", "keywords", "language", "views"),
)
"""Fields of a record that a page may leave empty."""
READ = "read"
"""Pages of articles with words on them."""
AGAIN = "read again"
"""Those of articles that the archive had."""
REVISED = "revised"
ABSENT = "absent"
REJECTED = "rejected"
ANSWERED = "answered"
"""Pages of articles that came, whether words were read on them or not."""
LEFT_ALONE = "left alone"
"""Pages after which the site was asked for no more."""
MOST_LISTS = 500
"""Lists that are noted: what they lead to is written anew with every batch."""
UNASKED = {None, Outcome.LATER, Outcome.NOT_DUE, Outcome.NOT_IN_SOURCE}
EMPTY = (None, "", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """On how many pages something was seen; one of them, and what was said of it."""

    count: int = 0
    url: str = ""
    reason: str | None = None


NEVER = Sign()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Signs by name, and what the first page of each list led to, by its address.

    Names are the constants of this module, ``list`` and ``article`` for what was asked, an ailment
    and one of these for what did not come, and ``empty`` with a field.
    """

    signs: Mapping[str, Sign] = field(default_factory=dict)
    lists: Mapping[str, Leads] = field(default_factory=dict)

    def sign(self, name: str) -> Sign:
        """Return what was seen of a sign."""
        return self.signs.get(name, NEVER)

    def count(self, *names: str) -> int:
        """Return on how many pages signs were seen."""
        return sum(self.sign(name).count for name in names)

    def after(self, visits: Sequence[Visit], settled: Sequence[Settled]) -> Vitals:
        """Return what they are after further visits."""
        signs, lists = dict(self.signs), dict(self.lists)
        for visit, end in zip(visits, settled, strict=True):
            link = visit.task.link
            for name in _signs(visit, end):
                count = signs.get(name, NEVER).count + 1
                signs[name] = Sign(count=count, url=link.url, reason=end.reason)
            room = len(lists) < MOST_LISTS or link.url in lists
            if visit.leads is not None and link.page == 1 and room:
                lists[link.url] = visit.leads
        return Vitals(signs=signs, lists=lists)


def empty(name: str) -> str:
    """Return the sign of a field that is empty."""
    return f"empty {name}"


def keeps_away(ailment: str, kind: Kind) -> str:
    """Return the sign of a page that did not come."""
    return f"{ailment} {kind}"


def _signs(visit: Visit, end: Settled) -> Iterable[str]:
    if end.outcome in UNASKED or end.outcome is None:
        return
    kind = visit.task.link.kind
    yield kind
    if visit.article is not None:
        yield from _read(visit.article, end.outcome)
        return
    ailment = ailment_of(kind, end.outcome, end.reason)
    if (end.reason or "").startswith(REFUSES):
        yield LEFT_ALONE
    if ailment is not None:
        yield keeps_away(ailment, kind)
    elif end.outcome is Outcome.REJECTED:
        yield from (REJECTED, ANSWERED)
    elif visit.presence is Presence.ABSENT:
        yield ABSENT


def _read(article: Article, outcome: Outcome) -> Iterator[str]:
    yield from (READ, ANSWERED)
    yield from (empty(name) for name in FIELDS if getattr(article, name) in EMPTY)
    if outcome in {Outcome.REVISED, Outcome.UNCHANGED}:
        yield AGAIN
    if outcome is Outcome.REVISED:
        yield REVISED
