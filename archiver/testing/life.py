"""The contract: opening, closing, what stays."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.errors import StorageError
from archiver.ledger import Outcome, Plan, Verdict
from archiver.testing.desk import AT, DAY, SITE, article, desk, list_page, news, refused, visit
from archiver.testing.dumping import dump
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path


class LifeContract(Maker):
    """What is acknowledged is there for whoever opens the archive next."""

    def test_an_absent_archive_is_not_made_for_a_reader(self, tmp_path: Path) -> None:
        storage = self.make(tmp_path)
        with refused(StorageError, "scrapy crawl"):
            storage.open(create=False)
        storage.close()
        assert not list(tmp_path.rglob("*.*"))

    def test_a_new_archive_holds_nothing(self, tmp_path: Path) -> None:
        with self.make(tmp_path) as storage:
            assert storage.status() == []
            assert storage.runs() == []
            assert storage.find("1") == []
            assert storage.explain("http://toy/") == []
            assert not any(dump(storage).values())

    def test_what_was_saved_is_there_when_opened_again(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            kept = dump(place.storage)
        with self.make(tmp_path) as storage:
            assert dump(storage) == kept

    def test_a_reader_sees_what_a_writer_has_saved(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            reader = self.make(tmp_path)
            reader.open(create=False)
            assert dump(reader) == dump(place.storage)
            place.read(news("2"), article("2"))
            reader.close()

    def test_opening_twice_in_turn_is_harmless(self, tmp_path: Path) -> None:
        for _ in range(2):
            with self.make(tmp_path) as storage:
                storage.runs()

    def test_status_counts_by_site(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article(title="Trước"), at=AT)
            place.save(visit(place.take(list_page()), outcome=Outcome.NOT_ARTICLE))
            place.finish()
            later = place.again(at=AT + DAY)
            later.read(news("1"), article(title="Sau"), at=AT + DAY)
            later.read(news("2"), article("2", title="Sau", abstract="Tóm tắt của bài 1."))
            place.storage.start_run(Plan(site="another"), AT)
            another, toy = place.storage.status()
        assert (another.site, another.articles, another.first_published) == ("another", 0, None)
        assert (toy.site, toy.articles, toy.revisions, toy.observations) == (SITE, 2, 3, 3)
        assert (toy.captures, toy.duplicates) == (4, 0)
        assert toy.first_published == toy.last_published == article().published_at
        assert toy.last_run is not None
        assert toy.last_run.id == later.run.id

    def test_runs_are_listed_newest_first(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.finish(Verdict.WELL)
            place.again(Plan(site="another"))
            last = place.again()
            ids = [run.id for run in place.storage.runs()]
            assert ids == sorted(ids, reverse=True)
            assert [run.plan.site for run in place.storage.runs()] == [SITE, "another", SITE]
            assert [run.id for run in place.storage.runs(limit=1)] == [last.run.id]
            assert [run.verdict for run in place.storage.runs(SITE)] == [None, Verdict.WELL]

    def test_archives_of_two_folders_are_apart(self, tmp_path: Path) -> None:
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        with desk(self.make(tmp_path / "one")) as one, desk(self.make(tmp_path / "two")) as two:
            one.read(news("1"), article())
            assert two.storage.find("1") == []
