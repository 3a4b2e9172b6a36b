"""Articles: what visits read becomes articles, observations and revisions."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from archiver.lifecycle import Presence
from archiver_storage.sql.articles import clusters, duplicates
from archiver_storage.sql.articles.clusters import Latest
from archiver_storage.sql.articles.rows import form_of
from archiver_storage.sql.articles.state import Looked, Seen, State, Wordless, without_capture
from archiver_storage.sql.articles.writing import content, rewrite, write
from archiver_storage.sql.fulltext import index
from archiver_storage.sql.fulltext.index import Changed
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import capture as captures
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import chunks
from archiver_storage.timeline import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Select

    from archiver.likeness.similarity import Likeness
    from archiver.schedule import Schedule
    from archiver_storage.sql.articles.state import Key
    from archiver_storage.sql.types import AnyRow
    from archiver_storage.timeline import Came


def record(
    connection: Connection, batch: Sequence[Seen], wordless: Sequence[Wordless], schedule: Schedule
) -> list[Came]:
    """Save what visits read, and looks that read no words; return what came of each reading."""
    if not batch and not wordless:
        return []
    states = _load(connection, [*batch, *wordless])
    texts = duplicates.known(connection, {seen.text for seen in batch if seen.text})
    came = [states[seen.key].put(seen, texts) for seen in batch]
    for one in wordless:
        states[one.key].look(one)
    states = {key: state for key, state in states.items() if state.known}
    write(connection, states, schedule)
    formed = clusters.gather(connection, _latest(states.values()))
    _link(connection, states.values(), formed)
    index.write(connection, _reworded(states.values()))
    return came


def retell(connection: Connection, size: int = 500) -> None:
    """Tell the revisions of every article anew from what was read of it."""
    last = 0
    while rows := connection.execute(_revised(), {"after": last, "size": size}).all():
        states = {row.id: State(row.id, row) for row in rows}
        _load_lines(connection, states)
        rewrite(connection, states.values())
        last = rows[-1].id


@cache
def _revised() -> Select[Any]:
    after = (articles.c.id > bindparam("after"), articles.c.revisions > 1)
    return select(articles).where(*after).order_by(articles.c.id).limit(bindparam("size"))


def _link(connection: Connection, states: Iterable[State], formed: set[int]) -> None:
    changed = [state for state in states if state.linked and not state.goes_on]
    texts = {text for state in changed for text in state.texts()}
    if formed:
        texts |= duplicates.texts(connection, formed)
    duplicates.link(connection, texts)


def _latest(states: Iterable[State]) -> Iterator[Latest]:
    """Return the articles whose latest text is not the one that they had."""
    for state in states:
        if state.goes_on:
            continue
        row, now = state.row, content(state, state.line[-1].wording)
        if row is None:
            yield Latest(id=state.id, now=_like(now))
        elif row.text != now["text"]:
            before = content(state, row.wording)
            yield Latest(id=state.id, now=_like(now), before=_like(before))


def _reworded(states: Iterable[State]) -> Iterator[Changed]:
    """Return the articles whose latest wording is not the one that they had."""
    for state in states:
        if state.goes_on:
            continue
        row, now = state.row, state.line[-1].wording
        if row is None or row.wording != now:
            before = index.of_values(content(state, row.wording)) if row else None
            yield Changed(id=state.id, now=index.of_values(content(state, now)), before=before)


def _like(values: dict[str, Any]) -> Likeness:
    return clusters.like(values["text"], values["abstract"], values["body"])


# --- reading what is there


def _load(connection: Connection, batch: Sequence[Seen | Wordless]) -> dict[Key, State]:
    visits: dict[Key, list[Seen | Wordless]] = defaultdict(list)
    for seen in batch:
        visits[seen.key].append(seen)
    states = {key: State() for key in visits}
    for chunk in chunks(sorted({key for _, key in visits})):
        for row in connection.execute(_by_key(), {"keys": chunk}):
            known = (row.site_id, row.key)
            if known in states:
                states[known] = State(row.id, row, goes_on=_goes_on(row, visits[known]))
    _load_lines(connection, {s.id: s for s in states.values() if s.row and not s.goes_on})
    return states


@cache
def _by_key() -> Select[Any]:
    return select(articles).where(articles.c.key.in_(bindparam("keys", expanding=True)))


def _goes_on(row: AnyRow, visits: Sequence[Seen | Wordless]) -> bool:
    sources = {seen.source for seen in visits}
    return (
        row.missing_since is None
        and len(sources) == len(visits)
        and all(seen.visit.at > row.last_seen and _same(row, seen) for seen in visits)
    )


def _same(row: AnyRow, seen: Seen | Wordless) -> bool:
    if isinstance(seen, Seen):
        return bool(seen.wording == row.wording)
    return seen.presence is Presence.UNCHANGED


def _load_lines(connection: Connection, states: dict[int, State]) -> None:
    if not states:
        return
    columns = (observations.c.id, observations.c.article_id, observations.c.at)
    joined = observations.join(urls, urls.c.id == observations.c.url_id).outerjoin(captures)
    said = (observations.c.presence, observations.c.wording, observations.c.parser)
    query = select(
        *columns, *said, captures.c.record_id, captures.c.digest, urls.c.url, urls.c.form
    )
    query = query.select_from(joined)
    for chunk in chunks(states):
        for row in connection.execute(query.where(observations.c.article_id.in_(chunk))):
            state = states[row.article_id]
            source = row.record_id or without_capture(row.url, row.at)
            state.observed[source] = row.id
            state.looks[source] = Looked(row.at, Presence(row.presence))
            if row.presence == Presence.PRESENT:
                state.timeline.readings[source] = Reading(
                    at=row.at,
                    wording=row.wording,
                    source=source,
                    parser=row.parser,
                    address=(row.url, form_of(row.form)),
                    payload=row.digest,
                )
        for row in connection.execute(
            select(revisions).where(revisions.c.article_id.in_(chunk)).order_by(revisions.c.number)
        ):
            states[row.article_id].revisions.append(row)
