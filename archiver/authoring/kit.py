"""The kit: what an author does with a plugin, one function a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.authoring import fields, fixtures
from archiver.authoring.distribution import Distribution
from archiver.authoring.sketch import Sketch, site_name
from archiver.authoring.trial import attempt
from archiver.authoring.workshop import Workshop
from archiver.crawling.looking import look
from archiver.errors import NotInArchive, SourceError
from archiver.ledger import Kind, Link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from archiver.authoring.fixtures import Expected
    from archiver.authoring.trial import Trial
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser
    from archiver.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A plugin that was made: where, what it was recognised as, and what it lacks."""

    folder: str
    site: str
    family: str
    signs: tuple[str, ...]
    guessed: dict[str, str]
    pages: tuple[str, ...]
    missing: tuple[str, ...]
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a saved page is read otherwise than expected; ``lost`` are fields that are gone."""

    name: str
    url: str
    new: bool
    changes: tuple[tuple[str, object, object], ...]
    lost: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a live look found: lists asked, articles that they name, and one record."""

    lists: int
    articles: int
    record: Trial | None


def make(url: str, name: str | None, into: Path, settings: Settings, source: str) -> Made:
    """Write a distribution for a new site, from its first pages. Raises ``ArchiverError``."""
    site = name or site_name(url)
    workshop = Workshop(into / f"archiver-{site}", settings)
    sketch = Sketch(url, site, workshop.registry)
    seen = look(
        sketch.asker,
        [sketch.start],
        sketch.follow,
        registry=workshop.registry,
        settings=settings,
        source=source,
    )
    if sketch.parser is None:
        message = f"no page came: {'; '.join(seen.troubles) or url}"
        raise SourceError(message)
    signs = sketch.recognised.signs if sketch.recognised else ()
    guessed = sketch.guessed()
    Distribution(folder=workshop.folder, parser=sketch.parser, signs=signs, guessed=guessed).write()
    _save(workshop, sketch.pages, accepted=True)
    return Made(
        folder=str(workshop.folder),
        site=site,
        family=sketch.parser.family,
        signs=signs,
        guessed=guessed,
        pages=tuple(page.url for page in sketch.pages),
        missing=sketch.missing(),
        troubles=tuple(seen.troubles),
    )


def try_page(url: str, workshop: Workshop, source: str) -> Trial:
    """Read one page, and touch no archive. Raises ``ArchiverError``."""
    page = _ask([url], _parser(workshop, url), workshop, source)[0]
    if workshop.is_there or workshop.registry.parser_for(url) is not None:
        return attempt(page, _parser(workshop, url))
    sketch = Sketch(url, site_name(url), workshop.registry)
    sketch.follow(page)
    parser = sketch.parser or sketch.asker
    signs = sketch.recognised.signs if sketch.recognised else ()
    return attempt(page, parser, signs)


def record(urls: Sequence[str], workshop: Workshop, source: str) -> list[Expected]:
    """Save pages beside the plugin; what is expected of them waits for ``accept``."""
    return _save(workshop, _ask(urls, workshop.parser, workshop, source), accepted=False)


def accept(workshop: Workshop, lost: Collection[str], *, write: bool = True) -> list[Change]:
    """Take what the parser reads now for right, but for records that lost a field unnamed.

    Nothing is written where one record is refused.
    """
    pairs = []
    with workshop.pages() as source:
        for expected in fixtures.expected_in(workshop.folder):
            page = fixtures.page_of(expected, source)
            pairs.append((expected, fields.read(page, workshop.parser)))
    changes = [_change(expected, read, lost) for expected, read in pairs]
    if write and not any(change.refused for change in changes):
        for expected, read in pairs:
            expected.accepting(read).write()
    return [change for change in changes if change.changes or change.new]


def look_live(workshop: Workshop, source: str) -> Sight:
    """Ask for the beginning of the site, and for one article. Raises ``NotInArchive`` for none."""
    parser = workshop.parser
    asked: set[Kind] = set()

    def follow(page: Page) -> Iterable[Link]:
        links = list(parser.links(page))
        articles = [link for link in links if link.kind is Kind.ARTICLE]
        wanted = articles or [link for link in links if link.kind is Kind.LIST]
        if not wanted or wanted[0].kind in asked:
            return []
        asked.add(wanted[0].kind)
        return wanted[:1]

    seen = look(
        parser,
        parser.start(),
        follow,
        registry=workshop.registry,
        settings=workshop.settings,
        source=source,
    )
    lists = [page for page in seen.pages if not parser.key(page.url)]
    records = [page for page in seen.pages if parser.key(page.url)]
    named = {link.key for page in lists for link in parser.links(page) if link.kind is Kind.ARTICLE}
    if not named or not records:
        told = (
            "; ".join(seen.troubles) or f"{len(lists)} lists came, and name {len(named)} articles"
        )
        message = f"a live look at {parser.name} found no article: {told}"
        raise NotInArchive(message)
    return Sight(lists=len(lists), articles=len(named), record=attempt(records[0], parser))


def _parser(workshop: Workshop, url: str) -> Parser:
    if workshop.is_there:
        return workshop.parser
    known = workshop.registry.parser_for(url)
    return known or Sketch(url, site_name(url), workshop.registry).asker


def _ask(urls: Sequence[str], parser: Parser, workshop: Workshop, source: str) -> list[Page]:
    seen = look(
        parser,
        [Link(url=url, kind=Kind.LIST) for url in urls],
        lambda _: (),
        registry=workshop.registry,
        settings=workshop.settings,
        source=source,
    )
    if seen.troubles or not seen.pages:
        raise SourceError("; ".join(seen.troubles) or "no page came")
    return seen.pages


def _save(workshop: Workshop, pages: Sequence[Page], *, accepted: bool) -> list[Expected]:
    parser = workshop.parser
    fixtures.keep(pages, workshop.captures, parser.name)
    expected = [fixtures.expect(workshop.folder, page, parser) for page in pages]
    for place, page in zip(expected, pages, strict=True):
        (place.accepting(fields.read(page, parser)) if accepted else place).write()
    return expected


def _change(expected: Expected, read: fields.Fields, lost: Collection[str]) -> Change:
    old = expected.fields or {}
    names = [name for name in dict.fromkeys((*old, *read)) if old.get(name) != read.get(name)]
    gone = fields.lost(old, read)
    return Change(
        name=expected.path.name,
        url=expected.url,
        new=expected.fields is None,
        changes=tuple((name, old.get(name), read.get(name)) for name in names),
        lost=tuple(gone),
        refused=tuple(name for name in gone if name not in lost),
    )
