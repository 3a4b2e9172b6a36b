"""Search: candidates from the index, ranked by their texts, copies in one line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archiver.search import marks, ranking
from archiver.search.query import Query
from archiver.search.results import Hit, Results
from archiver_storage.sql.articles import mentions
from archiver_storage.sql.articles.takedowns import hidden
from archiver_storage.sql.asking.selecting import narrowing
from archiver_storage.sql.fulltext import index
from archiver_storage.sql.fulltext.matching import matching
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import cluster as clusters
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import chunks, latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Select

    from archiver.search.searched import Searched
    from archiver.selection import Selection
    from archiver_storage.sql.types import AnyRow

COUNTED = 1000
"""Articles that are counted; there may be more."""
RANKED = 40
"""Candidates whose texts are read."""


def search(
    connection: Connection, selection: Selection, limit: int, *, newest: bool = False
) -> Results:
    """Return the best ``limit`` hits, or the newest; without accents where nothing has them."""
    asked = Query.of(selection.words or "")
    found = _Search(connection, asked, selection).results(limit, newest=newest)
    if found.total or not asked.accented:
        return found
    plain = Query.of(asked.text, accents=False)
    found = _Search(connection, plain, selection).results(limit, newest=newest)
    return replace(found, folded=bool(found.total))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """An article that fits, and how well."""

    row: AnyRow
    searched: Searched
    score: float

    @property
    def group(self) -> tuple[bool, int]:
        """What copies have in common."""
        return (False, self.row.id) if self.row.cluster is None else (True, self.row.cluster)

    @property
    def age(self) -> float:
        """Seconds, for order alone; what has no date is the oldest."""
        return -self.row.published_at.timestamp() if self.row.published_at else float("inf")

    @property
    def rank(self) -> tuple[float, float, int]:
        """What candidates are ordered by."""
        return -self.score, self.age, -self.row.id


@dataclass(frozen=True, slots=True)
class _Search:
    """One question to the index."""

    connection: Connection
    query: Query
    selection: Selection

    def results(self, limit: int, *, newest: bool) -> Results:
        """Return the hits."""
        last = self._ids(self._fitting(self.query), COUNTED + 1)
        most = max(RANKED, 2 * limit)
        chosen = self._newest(last, most) if newest else self._best(last, most)
        ranked = sorted(self._read(chosen, scored=not newest), key=lambda one: one.rank)
        hits = tuple(islice(self._hits(ranked), limit))
        return Results(hits=hits, total=min(len(last), COUNTED), more=len(last) > COUNTED)

    # --- candidates

    def _best(self, last: Sequence[int], most: int) -> list[int]:
        """Return all that fit or, of many, those with words that stand together, then the last."""
        if len(last) <= most:
            return list(last)
        chosen: dict[int, None] = {}
        for closer in self.query.closer():
            chosen |= dict.fromkeys(self._ids(self._close(closer), most))
            if len(chosen) >= most:
                break
        return list(islice(dict.fromkeys(chain(chosen, last)), most))

    def _newest(self, last: Sequence[int], most: int) -> list[int]:
        order = articles.c.published_at.desc().nulls_last()
        if len(last) > COUNTED:
            query = self._fitting(self.query, joined=True).order_by(None).order_by(order)
            return self._ids(query, most)
        dated = select(articles.c.id, articles.c.published_at)
        rows = [
            row
            for chunk in chunks(last)
            for row in self.connection.execute(dated.where(articles.c.id.in_(chunk)))
        ]
        known = sorted((row for row in rows if row.published_at), key=lambda row: row.published_at)
        ordered = [row.id for row in reversed(known)]
        return [*ordered, *(row.id for row in rows if row.published_at is None)][:most]

    def _close(self, closer: Query) -> Select[Any]:
        if self.connection.dialect.name == "sqlite":
            return self._fitting(closer)
        from archiver_storage.sql.fulltext import tsvector  # noqa: PLC0415  # not with SQLite

        return tsvector.near(self._fitting(self.query, vectors=True), closer)

    def _fitting(self, query: Query, *, joined: bool = False, vectors: bool = False) -> Select[Any]:
        """Return the selected articles that fit, the last to come into the archive first."""
        found = matching(self.connection.dialect.name, query).subquery("found")
        chosen = list(narrowing(self.selection))
        wanted = select(*(found.c if vectors else [found.c.id]))
        wanted = wanted.where(found.c.id.not_in(hidden()))
        if chosen or joined:
            source = found.join(articles, articles.c.id == found.c.id).join(sites)
            wanted = wanted.select_from(source).where(*chosen)
        return wanted.order_by(found.c.id.desc())

    def _ids(self, query: Select[Any], most: int) -> list[int]:
        return [row.id for row in self.connection.execute(query.limit(most))]

    # --- what is shown of them

    def _read(self, ids: Iterable[int], *, scored: bool) -> Iterator[_Candidate]:
        for chunk in chunks(ids):
            named = mentions.elided(self.connection, chunk)
            for row in self.connection.execute(_shown().where(articles.c.id.in_(chunk))):
                searched = index.of(row).naming(named.get(row.id, ()))
                score = ranking.score(searched, self.query) if scored else 0.0
                yield _Candidate(row=row, searched=searched, score=score)

    def _hits(self, ranked: Sequence[_Candidate]) -> Iterator[Hit]:
        groups: dict[tuple[bool, int], list[_Candidate]] = defaultdict(list)
        for one in ranked:
            groups[one.group].append(one)
        for group in groups.values():
            first = _first(group)
            others = (one.row for one in group if one is not first)
            yield self._hit(first, tuple((other.site, other.key) for other in others))

    def _hit(self, one: _Candidate, copies: tuple[tuple[str, str], ...]) -> Hit:
        return Hit(
            site=one.row.site,
            key=one.row.key,
            url=one.row.url,
            title=marks.whole(one.searched.title, self.query),
            section=one.row.section,
            published_at=one.row.published_at,
            snippet=marks.snippet(one.searched.text, self.query),
            copies=copies,
        )


def _first(group: Sequence[_Candidate]) -> _Candidate:
    """Return the best of copies; of equally good ones the first that was published."""
    return min(group, key=lambda one: (-one.score, -one.age))


def _shown() -> Select[Any]:
    columns = (
        articles.c.id,
        articles.c.key,
        articles.c.published_at,
        sites.c.name.label("site"),
        observations.c.url,
        observations.c.section,
        clusters.c.cluster,
        *(revisions.c[name] for name in index.FIELDS),
    )
    joined = (
        articles.join(sites)
        .join(revisions, latest())
        .join(observations, observations.c.id == revisions.c.observation_id)
        .outerjoin(clusters, clusters.c.article_id == articles.c.id)
    )
    return select(*columns).select_from(joined)
