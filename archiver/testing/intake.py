"""The contract: what another archive tells of articles is the same here."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.ledger import Outcome, Plan
from archiver.testing.desk import AT, DAY, article, folder, news
from archiver.testing.dumping import dump
from archiver.testing.lives import live
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.records import History
    from archiver.testing.desk import Desk

IMPORT = Plan(site="toy", source="export.jsonl")


class IntakeContract(Maker):
    """Articles out of one archive into another."""

    @contextmanager
    def other(self, path: Path) -> Iterator[Desk]:
        """Open an empty archive beside the test's own."""
        with self.desk(folder(path, "other"), IMPORT) as place:
            yield place

    def test_an_archive_of_another_one_says_the_same(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            live(place)
            told = dump(place.storage)["article"]
            found = other.storage.take_in(other.run, list(place.storage.articles()))
            assert dump(other.storage)["article"] == told
            again = other.storage.take_in(other.run, list(place.storage.articles()))
            assert dump(other.storage)["article"] == told
        assert found == [Outcome.NEW, Outcome.NEW, Outcome.DUPLICATE]
        assert again == [Outcome.UNCHANGED] * 3

    def test_the_run_of_an_import_has_an_outcome_for_each_address(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            live(place)
            other.storage.take_in(other.run, list(place.storage.articles()))
            run = other.finish()
            (story,) = other.storage.explain(news("1").url)
            (unseen,) = other.storage.explain(news("1", "khac").url)
        assert run.balanced
        assert run.outcomes == {Outcome.NEW: 2, Outcome.DUPLICATE: 2}
        assert [ending.outcome for ending in story.endings] == [Outcome.NEW]
        assert unseen.endings[0].reason == f"another address of {news('1').url}"

    def test_what_both_know_is_kept_once(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            live(place)
            other.read(news("1"), article(title="Sớm hơn"), at=AT - DAY)
            other.read(news("9"), article("9"))
            told = list(place.storage.articles())
            found = other.storage.take_in(other.run, told)
            (joined,) = other.storage.find("1")
            (own,) = other.storage.find("9")
        titles = [revision.article.title for revision in joined.revisions]
        assert titles == ["Sớm hơn", "Khai mạc hội nghị số 1", "Sửa"]
        assert found[0] is Outcome.REVISED
        assert len(joined.observations) == len(told[0].observations) + 1
        assert len(own.revisions) == 1

    def test_a_part_of_an_article_can_come_first(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            live(place)
            told = list(place.storage.articles())
            for part in reversed(list(_parts(told[0]))):
                other.storage.take_in(other.run, [part])
            assert other.storage.find("1") == [told[0]]

    def test_what_was_taken_in_is_there_when_opened_again(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            live(place)
            other.storage.take_in(other.run, list(place.storage.articles()))
            kept = dump(other.storage)
            other.storage.close()
            other.storage.open()
            assert dump(other.storage) == kept

    def test_an_address_that_no_ledger_names_is_put_there(self, tmp_path: Path) -> None:
        with self.desk(folder(tmp_path, "one")) as place, self.other(tmp_path) as other:
            place.read(news("1"), article())
            bare = replace(place.history(), addresses=())
            other.storage.take_in(other.run, [bare])
            (found,) = other.storage.find(news("1").url)
        assert [address.url for address in found.addresses] == [news("1").url]


def _parts(history: History) -> Iterator[History]:
    """Return an article as one part for each of its revisions."""
    number = 1
    parts: dict[int, list[object]] = {}
    for seen in history.observations:
        number = seen.revision or number
        parts.setdefault(number, []).append(seen)
    for revision in history.revisions:
        yield replace(history, revisions=(revision,), observations=tuple(parts[revision.number]))  # type: ignore[arg-type]  # observations
