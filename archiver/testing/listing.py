"""The contract: what a list names no longer is looked at at once, and is not missing for that."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archiver.ledger import Outcome
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, article, folder, list_page, news, visit
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger import Link, Settled
    from archiver.testing.desk import Desk

A_LIST: dict[str, Any] = {"outcome": Outcome.NOT_ARTICLE, "reason": "a list", "content": True}
SOON, LATER = AT + DAY, AT + 2 * DAY
"""The articles were published years before: they are not due."""


def listed(key: str) -> Link:
    """Return the link to an article as a list has it: with its date."""
    return news(key, published_at=AT)


def shows(place: Desk, keys: str, number: int = 1, **fields: Any) -> Settled:  # noqa: ANN401
    """Read a page of the list that names these articles, in this order."""
    task = place.take(list_page(number, section="tin-tuc"))
    told = A_LIST | {"links": tuple(map(listed, keys))} | fields
    return place.save(visit(task, SOON, **told))[0]


def next_night(place: Desk, first: str = "12345") -> Desk:
    """Let the archive know articles that a list names; begin another run."""
    for key in first:
        place.read(news(key), article(key))
    shows(place, first)
    place.finish()
    return place.again(at=SOON)


class ListingContract(Maker):
    """Pages of lists are compared with what they named before."""

    def test_what_was_taken_out_of_a_list_is_looked_at(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place)
            settled = shows(after, "1345")
            assert settled.discovered == len("1345") + 1
            assert settled.reason == "a list; it no longer names 2"
            (task,) = after.lease(once=True, due_only=True, at=LATER)
            assert task.link.url == news("2").url
            assert list(after.storage.missing()) == [], "a list proves nothing"
            after.save(visit(task, LATER, article=article("2")))
            run = after.finish()
            assert run.balanced
            assert run.outcomes[Outcome.NOT_DUE] == len("1345")
            third = after.again(at=LATER)
            shows(third, "1345")
            assert third.lease(once=True, due_only=True, at=LATER) == []

    def test_what_new_ones_push_off_the_end_is_not(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place)
            assert shows(after, "67123").reason == "a list"
            assert {t.link.key for t in after.lease(once=True, due_only=True, at=LATER)} == {*"67"}

    def test_a_short_list_says_nothing_and_hides_nothing(self, tmp_path: Path) -> None:
        for keys in ("1", "6", ""):
            with self.desk(folder(tmp_path, f"short{keys}")) as place:
                after = next_night(place)
                assert shows(after, keys).reason == "a list"
                assert shows(after, "1345").reason == "a list; it no longer names 2"
                assert shows(after, "12345").reason == "a list"

    def test_what_moved_to_another_page_is_not_looked_at(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for key in "1234":
                place.read(news(key), article(key))
            shows(place, "12")
            shows(place, "34", 2)
            place.finish()
            after = place.again(at=SOON)
            assert shows(after, "13").reason == "a list"
            assert shows(after, "4", 2).reason == "a list"
            assert after.lease(once=True, due_only=True, at=LATER) == []

    def test_only_a_whole_list_of_its_own_section_counts(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place)
            assert shows(after, "135", content=False).reason == "a list"
            undated = (*map(listed, "1345"), replace(listed("2"), published_at=None))
            assert shows(after, "", links=undated).reason == "a list", "it is met elsewhere"
            other = tuple(replace(listed(key), section="khac") for key in "1345")
            assert shows(after, "", links=other).reason == "a list"

    def test_an_unknown_or_missing_one_is_not_looked_at(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place)
            gone = {"outcome": Outcome.NOT_ARTICLE, "presence": Presence.ABSENT}
            after.save(visit(after.take(news("2")), SOON, **gone))
            after.finish()
            third = after.again(at=SOON)
            assert shows(third, "1x345").reason == "a list"
            third.finish()
            assert shows(third.again(at=SOON), "1345").reason == "a list"

    def test_many_are_counted(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place, "12345678")
            reason = "a list; it no longer names 1, 2, 3 and 4 more"
            assert shows(after, "8").reason == reason
            assert after.finish().reasons[Outcome.NOT_ARTICLE] == {reason: 1}

    def test_it_is_still_due_when_the_archive_is_opened_again(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            after = next_night(place)
            shows(after, "1345")
            after.finish()
        with self.desk(tmp_path) as place:
            again = place.again(at=LATER)
            leased = again.lease(once=True, due_only=True, at=LATER)
            assert news("2").url in {task.link.url for task in leased}
