"""Writing: the states of a batch's articles into the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.lifecycle import Presence
from archiver.records import Cause
from archiver_storage.sql.articles.rows import observation_row, revision_row, wordless_row
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.statements import change, put_for_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from archiver.schedule import Schedule
    from archiver_storage.sql.articles.state import Key, Seen, State

Values = dict[str, Any]

PLACE = ("number", "observation_id", "cause")
"""What a revision's place on the time line gives it."""


def write(connection: Connection, states: Mapping[Key, State], schedule: Schedule) -> None:
    """Write articles, then what was seen of them, then their revisions."""
    new = {key: state for key, state in states.items() if state.row is None}
    rows = [
        {"site_id": key[0], "key": key[1], **_summary(state, schedule)}
        for key, state in new.items()
    ]
    ids = put_for_ids(connection, articles, rows)
    for state, id_ in zip(new.values(), ids, strict=True):
        state.id = id_
    _write_observations(connection, states.values())
    changed = [state for state in states.values() if not state.goes_on]
    _write_revisions(connection, changed)
    known = [{"id_": state.id, **_summary(state, schedule)} for state in changed if state.row]
    change(connection, articles, known)
    textless = [row["id_"] for row in known if row["text"] is None]
    change(connection, articles, [{"id_": id_, "duplicate_of": None} for id_ in textless])
    change(connection, articles, [_seen_again(s, schedule) for s in states.values() if s.goes_on])


def rewrite(connection: Connection, states: Collection[State]) -> None:
    """Write the revisions of articles of which nothing else is new."""
    _write_revisions(connection, states)
    latest = [(state.id, state.line) for state in states]
    told = [
        {"id_": id_, "revisions": len(line), "wording": line[-1].wording} for id_, line in latest
    ]
    change(connection, articles, told)


def _summary(state: State, schedule: Schedule) -> Values:
    line = state.line
    looks = list(state.looks.values())
    there = [look.at for look in looks if look.presence is not Presence.ABSENT]
    text, published_at = state.contents()[line[-1].wording]
    edited = [r.at for r, c in zip(line, state.causes, strict=True) if c is Cause.SITE]
    worded = [*edited, published_at] if published_at else edited
    outlook = schedule.outlook(looks, max(worded, default=min(there)))
    return {
        "published_at": published_at,
        "first_seen": min(there),
        "last_seen": max(there),
        "revisions": len(line),
        "observations": len(looks),
        "wording": line[-1].wording,
        "text": text,
        "changed_at": outlook.changed,
        "missing_since": outlook.missing,
        "due": outlook.due,
    }


def _seen_again(state: State, schedule: Schedule) -> Values:
    row, last = state.row, max(look.at for look in state.looks.values())
    changed = (row.changed_at or row.published_at or row.first_seen) if row else last
    return {
        "id_": state.id,
        "observations": (row.observations if row else 0) + len(state.looks),
        "last_seen": last,
        "due": schedule.due(last, changed),
    }


def _write_observations(connection: Connection, states: Iterable[State]) -> None:
    looks = [(state, source, row) for state in states for source, row in _observations(state)]
    new = [look for look in looks if look[1] not in look[0].observed]
    read_again = [
        {"id_": state.observed[source], **row}
        for state, source, row in looks
        if source in state.observed
    ]
    ids = put_for_ids(connection, observations, [row for _, _, row in new])
    for (state, source, _), id_ in zip(new, ids, strict=True):
        state.observed[source] = id_
    change(connection, observations, read_again)


def _observations(state: State) -> Iterator[tuple[str, Values]]:
    for source, seen in state.seen.items():
        yield source, _observation(state, seen)
    for source, wordless in state.wordless.items():
        row = wordless_row(wordless.visit, wordless.presence)
        yield source, {"article_id": state.id, "capture_id": wordless.capture, **row}


def _observation(state: State, seen: Seen) -> Values:
    return {
        "article_id": state.id,
        "capture_id": seen.capture,
        "wording": seen.wording,
        **observation_row(seen.article, seen.visit),
    }


def _write_revisions(connection: Connection, states: Iterable[State]) -> None:
    """Number the revisions as they follow each other; one that is none any more has no number."""
    moved: list[Values] = []
    new: list[Values] = []
    for state in states:
        _number(state, moved, new)
    renumbered = [values for values in moved if values["renumbered"]]
    change(connection, revisions, [{"id_": v["id_"], "number": None} for v in renumbered])
    change(connection, revisions, [{name: v[name] for name in ("id_", *PLACE)} for v in moved])
    if new:
        connection.execute(revisions.insert(), new)


def _number(state: State, moved: list[Values], new: list[Values]) -> None:
    left = list(state.revisions)
    line = zip(state.line, state.causes, strict=True)
    for number, (reading, cause) in enumerate(line, start=1):
        place = _place(number, state.observed[reading.source], cause)
        row = next((row for row in left if row.wording == reading.wording), None)
        if row is None:
            new.append(content(state, reading.wording) | {"article_id": state.id, **place})
            continue
        left.remove(row)
        if place != {name: getattr(row, name) for name in PLACE}:
            renumbered = row.number not in {None, number}
            moved.append({"id_": row.id, **place, "renumbered": renumbered})
    for row in left:
        if row.number is not None:
            place = _place(None, row.observation_id, None)
            moved.append({"id_": row.id, **place, "renumbered": True})


def _place(number: int | None, observation: int, cause: Cause | None) -> Values:
    told = cause.value if cause else None
    return dict(zip(PLACE, (number, observation, told), strict=True))


def content(state: State, wording: str) -> Values:
    """Return the fields of a wording: from the batch, else from a revision that has it."""
    for seen in state.seen.values():
        if seen.wording == wording:
            return revision_row(seen.article) | {"wording": wording, "text": seen.text}
    kept = next(row for row in state.revisions if row.wording == wording)
    values = dict(kept._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
    del values["id"]
    return values
