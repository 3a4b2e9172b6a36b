"""The contract: a run comes back to what is due, and to nothing else."""

# ruff: noqa: D102, PLR2004, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from archiver.ledger import Kind, Outcome, Verdict
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, PLAN, article, folder, list_page, news, visit
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger import Link
    from archiver.testing.desk import Desk

NEWS = {"published_at": AT}
"""A record published when the test begins: it is due the next day, then every fifth of its age."""


def missed(place: Desk, key: str, day: int, section: str = "tin-tuc") -> None:
    """Look for an article in vain."""
    told = {"outcome": Outcome.NOT_ARTICLE, "presence": Presence.ABSENT}
    place.save(visit(place.take(news(key, section)), AT + day * DAY, **told))


class ReturningContract(Maker):
    """Articles are looked at again when they are due."""

    def test_what_is_due_is_put_into_the_ledger(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1", **NEWS))
            place.read(news("2"), article("2"))
            place.finish()
            after = place.again(at=AT + DAY)
            assert after.storage.revisit(after.run, AT + DAY) == 1
            assert after.storage.revisit(after.run, AT + DAY) == 0
            assert [task.link for task in after.lease(once=True)] == [news("1")]
            assert after.finish().balanced
            later = place.again(at=AT + 400 * DAY)
            assert later.storage.revisit(later.run, AT + 400 * DAY) == 1, "it was left for later"
            assert set(later.leased()) == {news("1").url, news("2").url}

    def test_full_means_everything(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for key in "12":
                place.read(news(key), article(key))
            place.finish()
            after = place.again()
            assert after.storage.revisit(after.run, AT, full=True) == 2
            assert len(after.lease(once=True)) == 2

    def test_only_the_site_of_the_run(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1"))
            other = place.again(replace(PLAN, site="another"))
            assert other.storage.revisit(other.run, AT, full=True) == 0
            assert other.storage.known(other.run, ["1"], AT + DAY) == set()

    def test_it_is_looked_at_where_it_was_last_seen(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1", "a"), article("1"), at=AT)
            place.read(news("1", "b"), article("1"), at=AT + 2 * DAY)
            place.read(news("1", "c"), article("1"), at=AT + DAY)
            place.finish()
            after = place.again()
            assert after.storage.revisit(after.run, AT + 999 * DAY) == 1
            assert after.leased() == [news("1", "b").url]

    def test_a_missing_one_is_looked_for_everywhere(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for day, section in enumerate("ab"):
                place.read(news("1", section), article("1"), at=AT + day * DAY)
            missed(place, "1", 2, "b")
            place.finish()
            after = place.again()
            assert after.storage.revisit(after.run, AT + 2 * DAY) == 0
            assert after.storage.revisit(after.run, AT + 3 * DAY) == 2
            (first,) = after.lease(once=True, due_only=True, at=AT + 3 * DAY)
            assert first.link == news("1", "b")
            absent = {"outcome": Outcome.NOT_ARTICLE, "presence": Presence.ABSENT}
            after.save(visit(first, AT + 3 * DAY, **absent))
            (task,) = after.lease(once=True, due_only=True, at=AT + 3 * DAY)
            assert task.link == news("1", "a")

    def test_what_is_not_due_is_settled_unvisited(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1", **NEWS))
            place.finish()
            after = place.again()
            after.add(news("1"), news("1", "b"), news("2"), list_page())
            tasks = after.lease(once=True, due_only=True)
            assert [task.link for task in tasks] == [news("2"), list_page()]
            (story,) = place.storage.explain(news("1").url)
            assert (story.state, story.attempts) == ("done", 0)
            assert story.endings[-1].outcome is Outcome.NOT_DUE
            assert story.endings[-1].reason == "known, due 2024-05-02"
            run = after.finish(Verdict.INTERRUPTED)
            assert run.balanced
            assert (run.outcomes[Outcome.NOT_DUE], run.outcomes[Outcome.LATER]) == (2, 2)
            taken_up = after.again()
            assert taken_up.run.outcomes == {Outcome.NOT_DUE: 2}
            assert taken_up.finish().balanced
            assert news("1").url not in place.again().leased()

    def test_what_is_due_is_leased(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1", **NEWS))
            place.finish()
            after = place.again()
            after.add(news("1"))
            assert after.lease(once=True, due_only=True, at=AT) == []
            again = place.again(replace(PLAN, arguments={}))
            again.add(news("1"))
            assert len(again.lease(once=True, due_only=True, at=AT + DAY)) == 1

    def test_a_list_is_always_due(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1"))
            place.add(list_page(1, key="1"))
            assert len(place.lease(once=True, due_only=True)) == 1

    def test_another_address_is_tried_where_one_is_not_there(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1", "a"), article("1"))
            place.finish()
            after = place.again(at=AT + DAY)
            missed(after, "1", 1, "a")
            after.add(news("1", "b"))
            assert len(after.lease(once=True, due_only=True, at=AT + DAY)) == 1

    def test_a_missing_one_that_is_named_is_looked_at(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1"))
            for day in range(1, 5):
                missed(place, "1", day)
            place.finish()
            after = place.again()
            after.add(news("1"))
            assert len(after.lease(once=True, due_only=True, at=AT + 4 * DAY)) == 1

    def test_seeing_it_unchanged_is_a_look(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1", **NEWS))
            same = {"outcome": Outcome.UNCHANGED, "presence": Presence.UNCHANGED}
            place.save(visit(place.take(news("1")), AT + DAY, **same))
            place.finish()
            after = place.again()
            assert after.storage.revisit(after.run, AT + 1.25 * DAY) == 0
            assert after.storage.revisit(after.run, AT + 2 * DAY) == 1

    def test_what_is_known(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article("1"), at=AT)
            place.read(news("2"), article("2"), at=AT + DAY)
            keys = [*map(str, range(2000))]
            assert place.storage.known(place.run, keys, AT) == set()
            assert place.storage.known(place.run, keys, AT + timedelta(hours=1)) == {"1"}
            assert place.storage.known(place.run, keys, AT + 2 * DAY) == {"1", "2"}
            assert place.storage.known(place.run, [], AT + 2 * DAY) == set()

    # --- how far lists are to be read

    def test_the_horizon_is_the_beginning(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            assert place.run.horizon == AT
            place.save(visit(place.take(list_page(2)), outcome=Outcome.NOT_ARTICLE))
            place.finish()
            assert place.again(at=AT + DAY).run.horizon == AT + DAY

    def test_the_horizon_stays_where_list_pages_were_left(self, tmp_path: Path) -> None:
        for number in (1, 2):
            with self.desk(folder(tmp_path, str(number))) as place:
                self._leave(place, list_page(number))

    def _leave(self, place: Desk, page: Link) -> None:
        place.add(page, news("1"))
        place.finish()
        second = place.again(at=AT + DAY)
        assert second.run.horizon == AT
        second.finish()
        third = place.again(at=AT + 2 * DAY)
        assert third.run.horizon == AT
        for task in third.lease(at=AT + 2 * DAY):
            if task.link.kind is Kind.LIST:
                third.save(visit(task, outcome=Outcome.NOT_ARTICLE))
        third.finish()
        assert place.again(at=AT + 3 * DAY).run.horizon == AT + 3 * DAY

    def test_another_source_does_not_hold_it(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(list_page(2))
            other = place.again(replace(PLAN, source="live"), at=AT + 2 * DAY)
            assert other.run.horizon == AT + 2 * DAY
