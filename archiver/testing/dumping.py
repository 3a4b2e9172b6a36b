"""Dumps: what an archive holds, so that two can be compared."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.ledger import Outcome
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings

if TYPE_CHECKING:
    from archiver.ledger import Run
    from archiver.records import History, Story
    from archiver.storage import Storage

Dump = dict[str, list[dict[str, Any]]]

RECORDED = {Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE}
"""Outcomes of a record: which of several addresses or copies came first is chance."""


def dump(archive: Path | Storage) -> Dump:
    """Return what an archive holds, as plain values that two archives can be compared by.

    ``archive`` is a folder with an archive of the storage that is the default, or an open storage.
    Left out is what differs between two runs that did the same: numbers of runs and rows, leases,
    the clock's time, and which page was the first to name an address.
    """
    if not isinstance(archive, Path):
        return _dump(archive)
    storage = Registry(load_plugins()).storage(Settings(), archive)
    storage.open(create=False)
    try:
        return _dump(storage)
    finally:
        storage.close()


def _dump(storage: Storage) -> Dump:
    return {
        "article": [_article(history) for history in storage.articles()],
        "url": [_url(story) for story in storage.urls()],
        "takedown": [_plain(takedown) for takedown in storage.takedowns()],
        "run": [_run(run) for run in reversed(storage.runs(limit=1_000_000))],
    }


def _article(history: History) -> dict[str, Any]:
    return _plain(history)  # type: ignore[no-any-return]  # a dataclass becomes a dict


def _url(story: Story) -> dict[str, Any]:
    return {
        "site": story.site,
        "url": story.link.url,
        "form": _plain(story.link.form),
        "kind": story.link.kind.value,
        "key": story.link.key,
        "open": story.state != "done",
        "attempts": story.attempts,
        "outcomes": [_folded(ending.outcome) for ending in story.endings],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "plan": _plain(run.plan),
        "verdict": run.verdict,
        "discovered": run.discovered,
        "outcomes": {outcome.value: count for outcome, count in sorted(run.outcomes.items())},
    }


def _folded(outcome: Outcome) -> str:
    return "a record" if outcome in RECORDED else outcome.value


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a dataclass holds
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return _mapping(value) if hasattr(value, "items") else value


def _mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401  # any mapping
    return {str(key): _plain(item) for key, item in value.items()}
