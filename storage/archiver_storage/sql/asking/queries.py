"""Queries: what the archive knows, as the plain types of `archiver.records`."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from archiver.ledger import Kind, Outcome
from archiver.records import Address, Ending, History, Story
from archiver.storage import SiteStatus
from archiver_storage.sql.articles import takedowns
from archiver_storage.sql.articles.captures import capture_of, columns
from archiver_storage.sql.articles.rows import form_of, observation_of, revision_of, source_of
from archiver_storage.sql.asking.selecting import conditions
from archiver_storage.sql.ledger import runs
from archiver_storage.sql.ledger.frontier import link_of
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import capture as captures
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.schema import url_section
from archiver_storage.sql.statements import chunks, numbers
from archiver_storage.timeline import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from archiver import Run
    from archiver.records import Observation, Revision
    from archiver.selection import Selection
    from archiver_storage.sql.types import AnyRow

Sections = tuple[tuple[str, str | None], ...]

first = articles.alias("first")
first_site = sites.alias("first_site")
page = urls.alias("page")


@dataclass(slots=True)
class Named:
    """A row of the ledger, and the slugs of the sections that its address stands in."""

    row: AnyRow
    slugs: set[str] = field(default_factory=set)


# --- what there is


def status(connection: Connection) -> list[SiteStatus]:
    """Return what the archive holds, by site name."""
    counts = (
        func.count().label("articles"),
        func.sum(articles.c.revisions).label("revisions"),
        func.sum(articles.c.observations).label("observations"),
        func.count(articles.c.duplicate_of).label("duplicates"),
        func.min(articles.c.published_at).label("first_published"),
        func.max(articles.c.published_at).label("last_published"),
    )
    query = select(articles.c.site_id, *counts).group_by(articles.c.site_id)
    held = {row.site_id: row for row in connection.execute(query)}
    query = select(captures.c.site_id, func.count().label("kept")).group_by(captures.c.site_id)
    kept = {row.site_id: row.kept for row in connection.execute(query)}
    down = Counter(one.site for one in takedowns.known(connection, None) if one.stands)
    return [
        _status(
            row.name,
            held.get(row.id),
            kept.get(row.id, 0),
            down[row.name],
            _last(connection, row.name),
        )
        for row in connection.execute(select(sites).order_by(sites.c.name)).all()
    ]


def _last(connection: Connection, site: str) -> Run | None:
    return next(iter(runs.latest(connection, site, 1)), None)


def _status(name: str, held: AnyRow | None, kept: int, down: int, last: Run | None) -> SiteStatus:
    return SiteStatus(
        site=name,
        articles=held.articles if held else 0,
        revisions=held.revisions if held else 0,
        observations=held.observations if held else 0,
        captures=kept,
        duplicates=held.duplicates if held else 0,
        first_published=held.first_published if held else None,
        last_published=held.last_published if held else None,
        last_run=last,
        taken_down=down,
    )


# --- articles


def find(connection: Connection, key_or_url: str, site: str | None) -> list[History]:
    """Return the articles with this key, or that were seen at this URL."""
    by_key = select(articles.c.id).where(articles.c.key == key_or_url)
    by_link = (
        select(articles.c.id)
        .join(urls, (urls.c.site_id == articles.c.site_id) & (urls.c.key == articles.c.key))
        .where(urls.c.url == key_or_url, urls.c.kind == "article")
    )
    by_visit = (
        select(observations.c.article_id)
        .join(urls, urls.c.id == observations.c.url_id)
        .where(urls.c.url == key_or_url)
    )
    ids = by_key.union(by_link, by_visit)
    chosen = [articles.c.id.in_(ids), *([sites.c.name == site] if site is not None else [])]
    return _histories(connection, _articles(connection, *chosen))


def selected(connection: Connection, selection: Selection) -> Iterator[History]:
    """Return the selected articles, by site and key."""
    ids = select(articles.c.id).join(sites).where(*conditions(selection))
    for chunk in chunks(numbers(connection, ids.order_by(sites.c.name, articles.c.key))):
        yield from _histories(connection, _articles(connection, articles.c.id.in_(chunk)))


def _articles(connection: Connection, *chosen: Any) -> Sequence[AnyRow]:  # noqa: ANN401
    columns = (articles, sites.c.name, first.c.key.label("first_key"))
    joined = articles.join(sites, sites.c.id == articles.c.site_id)
    joined = joined.outerjoin(first, first.c.id == articles.c.duplicate_of)
    joined = joined.outerjoin(first_site, first_site.c.id == first.c.site_id)
    query = select(*columns, first_site.c.name.label("first_site")).select_from(joined)
    return connection.execute(query.where(*chosen).order_by(sites.c.name, articles.c.key)).all()


def _histories(connection: Connection, rows: Sequence[AnyRow]) -> list[History]:
    ids = [row.id for row in rows]
    firsts: dict[int, int] = {}
    read = _revisions(connection, ids, firsts)
    seen = _observations(connection, ids)
    addresses = _addresses(connection, ids)
    return [
        History(
            site=row.name,
            key=row.key,
            sections=_sections(seen[row.id], addresses[row.id]),
            duplicate_of=(row.first_site, row.first_key) if row.duplicate_of else None,
            revisions=tuple(read[row.id]),
            observations=tuple(_numbered(seen[row.id], firsts)),
            addresses=tuple(sorted(map(_address, addresses[row.id].values()), key=_place)),
        )
        for row in rows
    ]


def _revisions(
    connection: Connection, ids: Sequence[int], firsts: dict[int, int]
) -> Mapping[int, list[Revision]]:
    """Return revisions; put into ``firsts`` their numbers by their first observation."""
    printed = ("url", "section", "published_raw", "keywords", "language", "views")
    query = (
        select(
            revisions,
            *(observations.c[name] for name in (*printed, "at", "parser")),
            articles.c.key,
            sites.c.name.label("site"),
            *columns(),
        )
        .select_from(
            revisions.join(observations, observations.c.id == revisions.c.observation_id)
            .join(articles, articles.c.id == revisions.c.article_id)
            .join(sites, sites.c.id == articles.c.site_id)
            .outerjoin(captures, captures.c.id == observations.c.capture_id)
        )
        .where(revisions.c.article_id.in_(ids), revisions.c.number.is_not(None))
        .order_by(revisions.c.article_id, revisions.c.number)
    )
    found: dict[int, list[Revision]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.article_id].append(revision_of(row))
        firsts[row.observation_id] = row.number
    return found


def _observations(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[AnyRow]]:
    """Return the observations of each article as they stand on its time line."""
    joined = observations.join(urls, urls.c.id == observations.c.url_id).outerjoin(captures)
    query = (
        select(observations, urls.c.url.label("visited"), urls.c.form, *columns())
        .select_from(joined)
        .where(observations.c.article_id.in_(ids))
    )
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.article_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.at, row.wording, source_of(row)))
    return found


def _numbered(rows: Sequence[AnyRow], firsts: Mapping[int, int]) -> Iterator[Observation]:
    """Return observations, each with the number of the revision that it showed."""
    numbers = shown((row.wording, firsts.get(row.id)) for row in rows)
    return map(observation_of, rows, numbers)


def _sections(rows: Iterable[AnyRow], named: Mapping[int, Named]) -> Sections:
    """Return slugs and printed names; a name belongs to a slug if its page stands there alone."""
    found: dict[str, str | None] = dict.fromkeys(s for one in named.values() for s in one.slugs)
    for row in sorted((r for r in rows if r.section is not None), key=lambda r: (r.at, r.section)):
        slugs = named[row.url_id].slugs
        if len(slugs) <= 1:
            found[next(iter(slugs), "")] = row.section
    return tuple(sorted(found.items()))


def _addresses(connection: Connection, ids: Sequence[int]) -> Mapping[int, dict[int, Named]]:
    """Return the addresses that showed each article or are thought to, by their id."""
    same_thing = (urls.c.site_id == articles.c.site_id) & (urls.c.key == articles.c.key)
    by_key = (
        select(articles.c.id.label("article"), urls.c.id)
        .join(urls, same_thing & (urls.c.kind == "article"))
        .where(articles.c.id.in_(ids))
    )
    by_visit = select(observations.c.article_id, observations.c.url_id).where(
        observations.c.article_id.in_(ids)
    )
    named = by_key.union(by_visit).subquery()
    told = (urls.c.url, urls.c.form, urls.c.kind, urls.c.key, urls.c.section)
    query = (
        select(named.c.article, named.c.id, *told, url_section.c.section.label("further"))
        .join(urls, urls.c.id == named.c.id)
        .outerjoin(url_section, url_section.c.url_id == named.c.id)
    )
    found: dict[int, dict[int, Named]] = defaultdict(dict)
    for row in connection.execute(query):
        one = found[row.article].setdefault(row.id, Named(row))
        one.slugs.update(slug for slug in (row.section, row.further) if slug is not None)
    return found


def _address(named: Named) -> Address:
    row = named.row
    return Address(
        url=row.url,
        kind=Kind(row.kind),
        key=row.key,
        form=form_of(row.form),
        sections=tuple(sorted(named.slugs)),
    )


def _place(address: Address) -> tuple[object, ...]:
    return address.url, address.form


# --- URLs


def explain(connection: Connection, url: str) -> list[Story]:
    """Return the stories of a URL, one a site and POST form."""
    return list(_stories(connection, _urls(connection, urls.c.url == url)))


def every_url(connection: Connection, site: str | None) -> Iterator[Story]:
    """Return the story of every URL, by site, URL and form."""
    chosen = [] if site is None else [sites.c.name == site]
    order = (sites.c.name, urls.c.url, urls.c.form)
    ids = select(urls.c.id).join(sites).where(*chosen).order_by(*order)
    for chunk in chunks(numbers(connection, ids)):
        yield from _stories(connection, _urls(connection, urls.c.id.in_(chunk)))


def _urls(connection: Connection, *chosen: Any) -> Sequence[AnyRow]:  # noqa: ANN401
    joined = urls.join(sites, sites.c.id == urls.c.site_id)
    joined = joined.outerjoin(page, page.c.id == urls.c.found_on)
    query = select(urls, sites.c.name.label("site"), page.c.url.label("page_url"))
    order = (sites.c.name, urls.c.url, urls.c.form)
    return connection.execute(query.select_from(joined).where(*chosen).order_by(*order)).all()


def _stories(connection: Connection, rows: Sequence[AnyRow]) -> Iterator[Story]:
    endings = _endings(connection, [row.id for row in rows])
    for row in rows:
        yield Story(
            site=row.site,
            link=link_of(row),
            found_on=row.page_url,
            state="pending" if row.state == "later" else row.state,
            attempts=row.attempts,
            endings=tuple(endings[row.id]),
        )


def _endings(connection: Connection, ids: Iterable[int]) -> Mapping[int, list[Ending]]:
    found: dict[int, list[Ending]] = defaultdict(list)
    query = select(outcomes, *columns()).outerjoin(captures).order_by(outcomes.c.run_id)
    for chunk in chunks(ids):
        for row in connection.execute(query.where(outcomes.c.url_id.in_(chunk))):
            found[row.url_id].append(
                Ending(
                    run=row.run_id,
                    at=row.at,
                    outcome=Outcome(row.outcome),
                    reason=row.reason,
                    capture=capture_of(row),
                )
            )
    return found
