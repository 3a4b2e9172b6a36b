"""Clusters: articles of nearly the same text find each other by their bands and are joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from archiver.likeness import similarity
from archiver.likeness.similarity import MOST, Likeness, shingles
from archiver_storage.sql.schema import apart as partings
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import band as bands
from archiver_storage.sql.schema import cluster as memberships
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import chunks, latest, put

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Select, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """An article whose latest text is new to the archive, and what it said before."""

    id: int
    now: Likeness
    before: Likeness | None = None


def gather(connection: Connection, latest: Iterable[Latest]) -> set[int]:
    """List articles under their bands, and join them to the clusters that they are near to.

    Return the articles whose clusters were formed anew, round what persons have put apart.
    """
    changed = [one for one in latest if one.now != one.before]
    if not changed:
        return set()
    formed = _forget(connection, [one for one in changed if one.before is not None])
    return formed | _Round.of(connection, changed).gather()


def numbers(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Return the numbers of the clusters that articles are in."""
    query = _where_in(memberships, "article_id")
    return {
        row.article_id: row.cluster
        for chunk in chunks(sorted(ids))
        for row in connection.execute(query, {"values": chunk})
    }


def members(connection: Connection, clusters: Iterable[int]) -> dict[int, list[int]]:
    """Return the articles of clusters, by cluster."""
    query = _where_in(memberships, "cluster")
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in chunks(sorted(clusters)):
        for row in connection.execute(query, {"values": chunk}):
            found[row.cluster].append(row.article_id)
    return found


# --- the articles of a batch


@dataclass(slots=True)
class _Round:
    """A batch of articles that look for others."""

    connection: Connection
    latest: Sequence[Latest]
    bands: Mapping[int, list[int]]
    listed: dict[int, list[int]]
    """Articles by band."""
    known: dict[int, Likeness] = field(default_factory=dict)
    clusters: dict[int, int] = field(default_factory=dict)
    """Numbers of clusters, by article."""
    rows: list[dict[str, int]] = field(default_factory=list)
    formed: set[int] = field(default_factory=set)
    """Articles whose clusters were formed anew."""

    @classmethod
    def of(cls, connection: Connection, latest: Sequence[Latest]) -> _Round:
        """Look up who has the bands of these articles."""
        own = {one.id: one.now.bands() for one in latest}
        listed: dict[int, list[int]] = defaultdict(list)
        wanted = {band for some in own.values() for band in some}
        for chunk in chunks(sorted(wanted)):
            for row in connection.execute(_where_in(bands, "band"), {"values": chunk}):
                listed[row.band].append(row.article_id)
        return cls(connection, latest, own, listed)

    def gather(self) -> set[int]:
        """Compare each article with those that it meets, join it, and list it."""
        met = {id_ for some in self.listed.values() for id_ in some}
        self.clusters = numbers(self.connection, met | self.bands.keys())
        self.known = {one.id: one.now for one in self.latest}
        for one in self.latest:
            self._join(one)
            self._list(one.id)
        put(self.connection, bands, self.rows)
        return self.formed

    def _join(self, one: Latest) -> None:
        own = {self._cluster(one.id)}
        for other in self._met(one.id):
            cluster = self._cluster(other)
            if cluster not in own and one.now.is_near(self._likeness(other)):
                own.add(cluster)
        if len(own) > 1:
            self._merge(own)

    def _met(self, id_: int) -> list[int]:
        """Return those that share a band, the ones with most of them first."""
        shared = Counter(other for band in self.bands[id_] for other in self.listed[band])
        shared.pop(id_, None)
        return sorted(shared, key=lambda other: (-shared[other], other))

    def _merge(self, merged: Collection[int]) -> None:
        held = {id_ for some in members(self.connection, merged).values() for id_ in some}
        if apart(self.connection).keys() & (held | set(merged)):
            formed = rebuild(self.connection, held | set(merged))
            self.clusters |= formed
            self.formed |= formed.keys()
            return
        first = min(merged)
        for number in merged:
            self.connection.execute(_renumber(), {"old": number, "new": first})
        alone = [{"article_id": number, "cluster": first} for number in merged]
        put(self.connection, memberships, alone)
        self.clusters |= dict.fromkeys(held | set(merged), first)

    def _list(self, id_: int) -> None:
        for band in self.bands[id_]:
            if len(self.listed[band]) < MOST and id_ not in self.listed[band]:
                self.listed[band].append(id_)
                self.rows.append({"band": band, "article_id": id_})

    def _cluster(self, id_: int) -> int:
        """Return the number of an article's cluster; one that stands alone has its own."""
        return self.clusters.get(id_, id_)

    def _likeness(self, id_: int) -> Likeness:
        if id_ not in self.known:
            self.known[id_] = likenesses(self.connection, [id_])[id_]
        return self.known[id_]


# --- what was said before


def _forget(connection: Connection, revised: Sequence[Latest]) -> set[int]:
    """Take articles out of bands and clusters, and see what still holds the others together."""
    gone = [
        {"band_": band, "article": one.id}
        for one in revised
        if one.before is not None
        for band in {*one.before.bands()} - {*one.now.bands()}
    ]
    if gone:
        connection.execute(_unlist(), gone)
    ids = {one.id for one in revised}
    left = set(numbers(connection, ids).values())
    others = {id_ for some in members(connection, left).values() for id_ in some} - ids
    _leave(connection, ids)
    return {*rebuild(connection, others)}


def rebuild(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Form the clusters of articles anew, and of those that a person has put apart from them.

    Return the numbers of their clusters; an article that stands alone has its own.
    """
    if not ids:
        return {}
    parted = apart(connection)
    everyone = _closed(connection, set(ids), parted)
    _leave(connection, everyone)
    names = _names(connection, everyone)
    likes = {names[id_]: like for id_, like in likenesses(connection, everyone).items()}
    pairs = {
        frozenset((names[one], names[other]))
        for one in everyone & parted.keys()
        for other in parted[one] & everyone
    }
    by_name = {name: id_ for id_, name in names.items()}
    formed = dict.fromkeys(everyone, 0) | {id_: id_ for id_ in everyone}
    rows = []
    for tree in similarity.clusters(likes, pairs):
        held = [by_name[name] for name in tree]
        rows += [{"article_id": id_, "cluster": min(held)} for id_ in held]
    put(connection, memberships, rows)
    return formed | {row["article_id"]: row["cluster"] for row in rows}


def _closed(connection: Connection, ids: set[int], parted: Mapping[int, set[int]]) -> set[int]:
    """Return the articles, their clusters, and the clusters that were parted from these."""
    everyone: set[int] = set()
    while new := ids - everyone:
        everyone |= new
        held = members(connection, set(numbers(connection, new).values()))
        ids = {id_ for some in held.values() for id_ in some}
        ids |= {other for id_ in new | ids for other in parted.get(id_, ())}
    return everyone


def apart(connection: Connection) -> dict[int, set[int]]:
    """Return what persons have put apart: few pairs, each made by hand."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(_every_parting()):
        found[row.article_id].add(row.other_id)
        found[row.other_id].add(row.article_id)
    return found


def _leave(connection: Connection, ids: Iterable[int]) -> None:
    for chunk in chunks(sorted(ids)):
        connection.execute(_out(), {"values": chunk})


# --- texts


def likenesses(connection: Connection, ids: Iterable[int]) -> dict[int, Likeness]:
    """Return what is compared of articles: their latest wording."""
    return {
        row.id: like(row.text, row.abstract, row.body)
        for chunk in chunks(sorted(ids))
        for row in connection.execute(_texts(), {"values": chunk})
    }


def like(text: str | None, abstract: str | None, body: str) -> Likeness:
    """Return what is compared of a revision's row."""
    return Likeness(equal=text, shingles=shingles(abstract, body.split("\n") if body else ()))


def _names(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    joined = select(articles.c.id, sites.c.name, articles.c.key).join(sites)
    return {
        row.id: (row.name, row.key)
        for chunk in chunks(sorted(ids))
        for row in connection.execute(joined.where(articles.c.id.in_(chunk)))
    }


def fill(connection: Connection, size: int = 500) -> None:
    """List and join every article of an archive that knew no clusters."""
    last = 0
    query = select(articles.c.id).order_by(articles.c.id).limit(size)
    while ids := connection.execute(query.where(articles.c.id > last)).scalars().all():
        found = likenesses(connection, ids)
        gather(connection, [Latest(id=id_, now=now) for id_, now in sorted(found.items())])
        last = ids[-1]


# --- statements, each made once


@cache
def _where_in(table: Any, column: str) -> Select[Any]:  # noqa: ANN401  # a table
    return select(table).where(table.c[column].in_(bindparam("values", expanding=True)))


@cache
def _texts() -> Select[Any]:
    columns = (articles.c.id, articles.c.text, revisions.c.abstract, revisions.c.body)
    wanted = articles.c.id.in_(bindparam("values", expanding=True))
    return select(*columns).select_from(articles.join(revisions, latest())).where(wanted)


@cache
def _every_parting() -> Select[Any]:
    pairs = select(partings.c.article_id, partings.c.other_id)
    return pairs.where(partings.c.undone_at.is_(None))


@cache
def _unlist() -> Delete:
    this = (bands.c.band == bindparam("band_")) & (bands.c.article_id == bindparam("article"))
    return delete(bands).where(this)


@cache
def _out() -> Delete:
    return delete(memberships).where(
        memberships.c.article_id.in_(bindparam("values", expanding=True))
    )


@cache
def _renumber() -> Update:
    moved = update(memberships).where(memberships.c.cluster == bindparam("old"))
    return moved.values(cluster=bindparam("new"))
