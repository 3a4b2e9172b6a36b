"""The contract: what a later visit needs to ask whether an address has changed."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archiver.ledger import Outcome
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, article, capture_of, list_page, news, visit
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger import Task, Visit
    from archiver.testing.desk import Desk

WHOLE: dict[str, Any] = {"content": True, "etag": '"a"', "last_modified": "Mon"}
A_LIST: dict[str, Any] = {"outcome": Outcome.NOT_ARTICLE, "reason": "a list"}


def again(place: Desk) -> Task:
    """Return the task of the first article in a run of its own."""
    place.finish()
    place.run = place.again().run
    return place.take(news("1"))


class RememberingContract(Maker):
    """Validators and the capture of the last content of each address."""

    def test_content_is_remembered(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            assert (task.etag, task.last_modified, task.original) == (None, None, None)
            assert task.validators == {}
            seen = visit(task, article=article(), **WHOLE)
            place.save(seen)
            task = again(place)
            assert (task.etag, task.last_modified) == ('"a"', "Mon")
            assert task.original == capture_of(seen)
            assert task.validators == {"If-None-Match": '"a"', "If-Modified-Since": "Mon"}

    def test_of_a_list_too(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.save(visit(place.take(list_page()), **A_LIST, **WHOLE))
            place.finish()
            assert place.again().take(list_page()).etag == '"a"'

    def test_of_a_capture_that_was_saved_before_its_visit(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            seen = visit(place.take(news("1")), article=article(), **WHOLE)
            place.storage.save(place.run, [capture_of(seen)], [])
            place.storage.save(place.run, [], [seen])
            assert again(place).original == capture_of(seen)

    def test_what_is_no_content_changes_nothing(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.save(visit(place.take(news("1")), article=article(), **WHOLE))
            before = again(place)
            failed = visit(before, AT + DAY, outcome=Outcome.FAILED, reason="503", etag='"b"')
            place.save(failed)
            assert again(place) == before

    def test_unchanged_keeps_the_original(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            whole = visit(place.take(news("1")), article=article(), **WHOLE)
            place.save(whole)
            told = {"outcome": Outcome.UNCHANGED, "presence": Presence.UNCHANGED, "content": True}
            same = visit(again(place), AT + DAY, etag='"b"', **told)
            self._refer(place, same, whole)
            task = again(place)
            assert (task.etag, task.last_modified) == ('"b"', None)
            assert task.original == capture_of(whole)
            capture = place.history().observations[1].capture
            assert capture is not None
            assert capture.refers_to == whole.capture
            other = visit(task, AT + 2 * DAY, article=article(title="Khác"), content=True)
            place.save(other)
            task = again(place)
            assert task.original == capture_of(other)
            assert task.etag == '"b"'

    def _refer(self, place: Desk, visit_: Visit, to: Visit) -> None:
        capture = replace(capture_of(visit_), refers_to=to.capture)
        place.storage.save(place.run, [capture], [visit_])
