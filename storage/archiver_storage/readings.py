"""Readings: what another archive tells of an article, as the visits that found it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver import Kind, Link, Outcome, Task, Visit
from archiver.lifecycle import Presence
from archiver.records import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from archiver import Article, Capture
    from archiver.records import History, Observation

Place = tuple[str, tuple[tuple[str, str], ...]]
"""URL and form of an address."""


def links(history: History) -> list[Link]:
    """Return the addresses of an article as links, one a section."""
    return [link for address in addresses(history) for link in _links(address)]


def addresses(history: History) -> list[Address]:
    """Return the addresses of an article, with those that only its observations name."""
    named = {(address.url, address.form): address for address in history.addresses}
    for seen in history.observations:
        own = Address(url=seen.url, form=seen.form, kind=Kind.ARTICLE, key=history.key)
        named.setdefault((seen.url, seen.form), own)
    return list(named.values())


def visits(history: History, number: Callable[[Place], int]) -> Iterator[Visit]:
    """Return the visits of an article; ``number`` tells the numbers of their addresses."""
    wordings = {revision.number: revision.article for revision in history.revisions}
    named = {(link.url, link.form): link for link in links(history)}
    for seen in history.observations:
        place = (seen.url, seen.form)
        article = None if seen.revision is None else _read(wordings[seen.revision], seen)
        yield Visit(
            task=Task(id=number(place), link=replace(named[place], key=history.key)),
            at=seen.at,
            capture=seen.capture.record_id if seen.capture else None,
            article=article,
            outcome=None if article else Outcome.NOT_ARTICLE,
            presence=None if article else Presence(seen.presence),
            parser=seen.parser,
            etag=seen.etag,
            last_modified=seen.last_modified,
        )


def captures(histories: Iterable[History]) -> list[Capture]:
    """Return the captures that articles were seen in, each once."""
    seen = (o.capture for history in histories for o in history.observations)
    return list({capture.record_id: capture for capture in seen if capture is not None}.values())


def outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """Return what all readings of an article make of it."""
    order = (Outcome.NEW, Outcome.DUPLICATE, Outcome.REVISED)
    return next((one for one in order if one in outcomes), Outcome.UNCHANGED)


def ending(history: History, place: Place, outcome: Outcome) -> tuple[Outcome, str | None]:
    """Return how an address of an article ends, and why."""
    if any((seen.url, seen.form) == place for seen in history.observations):
        return outcome, "as another archive tells"
    shown = history.observations[0].url if history.observations else history.key
    return Outcome.DUPLICATE, f"another address of {shown}"


def _links(address: Address) -> Iterator[Link]:
    for section in address.sections or (None,):
        yield Link(
            url=address.url,
            kind=address.kind,
            key=address.key,
            section=section,
            form=address.form,
        )


def _read(wording: Article, seen: Observation) -> Article:
    """Return the record that one look read: the wording, and what its page said beside it."""
    return replace(
        wording,
        url=seen.article_url or seen.url,
        section=seen.section,
        published_at=seen.published_at,
        published_raw=seen.published_raw,
        keywords=seen.keywords,
        language=seen.language,
        views=seen.views,
    )
