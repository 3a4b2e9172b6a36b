"""The contract: one article a key, a revision when the words changed, duplicates linked."""

# ruff: noqa: D102, PLR2004, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from itertools import islice, permutations
from typing import TYPE_CHECKING, Any

from archiver.article import Image
from archiver.errors import StorageError
from archiver.ledger import Kind, Link, Outcome
from archiver.testing.desk import AT, DAY, SITE, article, capture_of, folder, news, refused, visit
from archiver.testing.dumping import dump
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.article import Article
    from archiver.testing.desk import Desk

BARE: dict[str, Any] = {
    "section": None,
    "published_at": None,
    "published_raw": None,
    "abstract": None,
    "body": (),
    "images": (),
    "byline": None,
    "attachments": (),
    "keywords": (),
    "language": None,
    "views": None,
}


class ArticleContract(Maker):
    """Articles, what was seen of them, and their wordings."""

    # --- one article

    def test_a_record_comes_back_field_by_field(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            whole, bare = article("1"), article("2", **BARE)
            assert place.read(news("1"), whole) is Outcome.NEW
            assert place.read(news("2"), bare) is Outcome.NEW
            (first,) = place.history("1").revisions
            (second,) = place.history("2").revisions
        assert first.article == whole
        assert first.article.published_at is not None
        assert first.article.published_at.isoformat() == "2018-03-27T10:14:00+07:00"
        assert (first.number, first.parser) == (1, "toy/1")
        assert second.article == bare

    def test_a_capture_comes_back_and_is_pointed_to(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            seen = visit(place.take(news("1")), article=article(), etag='"a"', last_modified="b")
            place.save(seen)
            history = place.history()
        (observation,) = history.observations
        assert history.revisions[0].capture == observation.capture == capture_of(seen)
        assert (observation.at, observation.url) == (AT, news("1").url)
        assert (observation.views, observation.etag) == (1729, '"a"')
        assert observation.last_modified == "b"

    def test_a_visit_needs_no_capture(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            for at in (AT, AT, AT + DAY):
                place.save(visit(task, at, article=article(), capture=None))
            history = place.history()
        assert [seen.at for seen in history.observations] == [AT, AT + DAY]
        assert [seen.capture for seen in history.observations] == [None, None]

    def test_a_capture_that_was_not_saved_is_refused(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            before = dump(place.storage)
            with refused(StorageError, "capture"):
                place.storage.save(place.run, [], [visit(task, article=article())])
            assert dump(place.storage) == before

    def test_a_capture_may_be_saved_before_its_visit(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            seen = visit(place.take(news("1")), article=article())
            place.storage.save(place.run, [capture_of(seen)], [])
            place.storage.save(place.run, [], [seen])
            assert place.history().revisions[0].capture == capture_of(seen)

    def test_a_capture_that_moved_is_found_where_it_is(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            seen = visit(place.take(news("1")), article=article())
            moved = replace(capture_of(seen), file="warc/moved.warc.gz", offset=7)
            place.save(seen)
            place.storage.save(place.run, [moved], [])
            assert place.history().revisions[0].capture == moved
            assert place.storage.status()[0].captures == 1

    def test_it_is_found_by_key_and_by_every_address(self, tmp_path: Path) -> None:
        keyless = Link(url="http://toy/moi-nhat", kind=Kind.ARTICLE)
        with self.desk(tmp_path) as place:
            place.add(news("1", "thong-bao"))
            place.read(news("1"), article())
            place.read(keyless, article(), at=AT + DAY)
            urls = (news("1").url, news("1", "thong-bao").url, keyless.url)
            for name in ("1", *urls):
                assert [history.key for history in place.storage.find(name)] == ["1"]
                assert place.storage.find(name, SITE) == place.storage.find(name)
                assert place.storage.find(name, "another") == []
            assert place.storage.find("2") == []

    def test_every_section_is_kept(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1", "su-kien"), news("1", "thong-bao"))
            place.read(news("1", "tin-tuc"), article(section="Tin tức"))
            place.read(news("1", "su-kien"), article(section="Sự kiện"), at=AT + DAY)
            place.read(news("2", None), article("2", section="Tin tức"))
            place.read(news("3", None), article("3", section=None))
            expected = (("su-kien", "Sự kiện"), ("thong-bao", None), ("tin-tuc", "Tin tức"))
            assert place.history("1").sections == expected
            assert place.history("2").sections == (("", "Tin tức"),)
            assert place.history("3").sections == ()

    def test_a_name_is_not_given_to_a_section_it_may_not_belong_to(self, tmp_path: Path) -> None:
        listed = replace(news("1"), url="http://toy/1.htm")
        with self.desk(tmp_path) as place:
            place.add(listed, replace(listed, section="thong-bao"))
            place.read(listed, article(section="Tin tức"))
            assert place.history().sections == (("thong-bao", None), ("tin-tuc", None))
            place.finish()
            place.again().add(replace(listed, section="moi"))
            assert [slug for slug, _ in place.history().sections] == ["moi", "thong-bao", "tin-tuc"]

    # --- seen again

    def test_seeing_it_again_adds_an_observation(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article(views=1))
            place.finish()
            after = place.again(at=AT + DAY)
            same = article(views=2, section="Khác", keywords=(), published_raw="x", language="en")
            assert after.read(news("1"), same, at=AT + DAY) is Outcome.UNCHANGED
            history = place.history()
        assert [seen.views for seen in history.observations] == [1, 2]
        assert len(history.revisions) == 1
        assert history.revisions[0].article == article(views=1)

    def test_the_same_capture_again_adds_nothing(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            place.finish()
            before = dump(place.storage)["article"]
            assert place.again().read(news("1"), article()) is Outcome.UNCHANGED
            assert dump(place.storage)["article"] == before
            assert place.storage.status()[0].captures == 1

    def test_addresses_of_one_article_are_one_article(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1", "a"), news("1", "b"), news("1", "c"))
            visits = [visit(task, article=article()) for task in place.lease()]
            outcomes = [settled.outcome for settled in place.save(*visits)]
            history = place.history()
        assert outcomes == [Outcome.NEW, Outcome.UNCHANGED, Outcome.UNCHANGED]
        assert len(history.revisions) == 1
        assert len(history.observations) == 3

    # --- reworded

    def test_every_field_that_counts_makes_a_revision(self, tmp_path: Path) -> None:
        changes: dict[str, Any] = {
            "title": "Khác",
            "published_at": AT + DAY,
            "abstract": None,
            "body": ("Đoạn thứ nhất.",),
            "images": (Image(url="http://toy/a.jpg", caption="Ảnh"),),
            "byline": None,
            "attachments": (),
        }
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            for day, (name, value) in enumerate(changes.items(), start=1):
                changed = article(**{name: value})
                assert place.read(news("1"), changed, at=AT + day * DAY) is Outcome.REVISED, name
            numbers = [revision.number for revision in place.history().revisions]
        assert numbers == list(range(1, 9))

    def test_an_address_that_prints_no_time_of_publication_revises_nothing(
        self, tmp_path: Path
    ) -> None:
        days = {0: None, 1: AT, 2: None, 3: AT + DAY, 4: None}
        expected = None
        for number, order in enumerate(islice(permutations(days), 0, None, 5)):
            with self.desk(folder(tmp_path, str(number))) as place:
                ends = [
                    place.read(news("1"), article(published_at=days[day]), at=AT + day * DAY)
                    for day in order
                ]
                assert ends.count(Outcome.REVISED) <= 1
                revisions = place.history().revisions
                assert [r.article.published_at for r in revisions] == [AT, AT + DAY]
                records = dump(place.storage)["article"]
                assert expected in (None, records)
                expected = records

    def test_going_back_to_an_old_wording_is_a_revision(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            self._see(place, (0, "A"), (1, "B"), (2, "A"))
            assert self._wordings(place) == [(0, "A"), (1, "B"), (2, "A")]

    def test_addresses_that_never_say_the_same_revise_nothing_at_each_look(
        self, tmp_path: Path
    ) -> None:
        said = {"a": article(title="A"), "b": article(title="B")}
        with self.desk(tmp_path) as place:
            ends = [
                place.read(news("1", address), record, at=AT + (2 * night + hour) * DAY)
                for night in range(3)
                for hour, (address, record) in enumerate(said.items())
            ]
            history = place.history()
        assert ends == [Outcome.NEW, Outcome.REVISED, *[Outcome.UNCHANGED] * 4]
        assert [revision.article.title for revision in history.revisions] == ["A", "B"]
        assert [look.revision for look in history.observations] == [1, 2] * 3

    def test_revisions_stand_in_the_order_of_their_captures(self, tmp_path: Path) -> None:
        seen = [(0, "A"), (1, "A"), (2, "B"), (3, "A")]
        expected = None
        for number, order in enumerate(permutations(seen)):
            with self.desk(folder(tmp_path, str(number))) as place:
                self._see(place, *order)
                assert self._wordings(place) == [(0, "A"), (2, "B"), (3, "A")]
                records = dump(place.storage)["article"]
                assert expected in (None, records)
                expected = records

    def test_an_older_capture_is_put_where_it_belongs(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            self._see(place, (5, "B"))
            assert self._see(place, (1, "A")) == [Outcome.REVISED]
            assert self._see(place, (4, "B")) == [Outcome.UNCHANGED]
            assert self._see(place, (2, "A")) == [Outcome.UNCHANGED]
            assert self._wordings(place) == [(1, "A"), (4, "B")]
            numbers = [revision.number for revision in place.history().revisions]
        assert numbers == [1, 2]

    def test_one_moment_does_not_flap(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(*(news("1", name) for name in "abcd"))
            titles = ("A", "B", "A", "B")
            tasks = zip(place.lease(), titles, strict=True)
            place.save(*(visit(task, article=article(title=title)) for task, title in tasks))
            assert len(place.history().revisions) == 2

    def test_a_capture_that_is_read_otherwise_now(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            self._see(place, (0, "A"), (1, "A"))
            task = place.take(news("1"))
            for day in (0, 1):
                read = article(title="A!", views=5)
                place.save(visit(task, AT + day * DAY, article=read, parser="toy/2"))
            history = place.history()
        (revision,) = history.revisions
        assert (revision.number, revision.article.title) == (1, "A!")
        assert revision.parser == "toy/2"
        assert [seen.views for seen in history.observations] == [5, 5]

    # --- duplicates

    def test_equal_text_under_another_key_is_linked(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            assert place.read(news("1"), _copy("1", day=2)) is Outcome.NEW
            assert place.read(news("2"), _copy("2", day=1)) is Outcome.DUPLICATE
            assert place.history("1").duplicate_of == (SITE, "2")
            assert place.history("2").duplicate_of is None
            assert place.read(news("3"), _copy("3", day=0)) is Outcome.DUPLICATE
            firsts = [place.history(key).duplicate_of for key in "123"]
            assert firsts == [(SITE, "3"), (SITE, "3"), None]
            assert [len(place.history(key).revisions) for key in "123"] == [1, 1, 1]
            assert place.storage.status()[0].duplicates == 2
            reasons = place.finish().reasons[Outcome.DUPLICATE]
        assert reasons == {"another article has the same text": 2}

    def test_duplicates_of_one_batch_are_linked(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1"), news("2"))
            visits = (visit(t, article=_copy(t.link.key or "", day=1)) for t in place.lease())
            outcomes = [settled.outcome for settled in place.save(*visits)]
            assert outcomes == [Outcome.NEW, Outcome.DUPLICATE]
            assert place.history("2").duplicate_of == (SITE, "1")

    def test_duplicates_are_linked_across_sites(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), replace(_copy("1", day=1), site="another"))
            assert place.read(news("1"), _copy("1", day=2), at=AT + DAY) is Outcome.DUPLICATE
            (mine,) = place.storage.find("1", SITE)
            assert mine.duplicate_of == ("another", "1")

    def test_the_first_does_not_depend_on_the_order_of_arrival(self, tmp_path: Path) -> None:
        undated = _copy("3", day=1, published_at=None)
        copies = [_copy("1", day=1), _copy("2", day=1), undated]
        expected = None
        for number, order in enumerate(permutations(copies)):
            with self.desk(folder(tmp_path, str(number))) as place:
                for copy in order:
                    place.read(news(copy.key), copy)
                records = dump(place.storage)["article"]
                assert expected in (None, records)
                expected = records

    def test_a_link_ends_with_the_equality(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), _copy("1", day=1))
            place.read(news("2"), _copy("2", day=2))
            changed = _copy("2", day=2, abstract="Nay khác.")
            assert place.read(news("2"), changed, at=AT + DAY) is Outcome.REVISED
            assert place.history("2").duplicate_of is None
            changed = _copy("2", day=2, abstract=None, body=())
            assert place.read(news("2"), changed, at=AT + 2 * DAY) is Outcome.REVISED
            assert place.history("2").duplicate_of is None

    def test_a_text_that_the_first_once_had_is_still_its_own(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), _copy("1", day=1))
            place.read(news("1"), _copy("1", day=1, abstract="Nay khác."), at=AT + DAY)
            assert place.read(news("2"), _copy("2", day=2)) is Outcome.DUPLICATE
            assert place.history("2").duplicate_of == (SITE, "1")
            assert place.history("1").duplicate_of is None

    def test_titles_alone_are_no_duplicates(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for key in "12":
                same = article(key, **BARE | {"title": "Lịch công tác tuần"})
                assert place.read(news(key), same) is Outcome.NEW
                assert place.history(key).duplicate_of is None

    def _see(self, place: Desk, *seen: tuple[int, str]) -> list[Outcome | None]:
        """Visit the article on these days, when its title was this."""
        records = ((day, article(title=title, views=day)) for day, title in seen)
        return [place.read(news("1"), record, at=AT + day * DAY) for day, record in records]

    def _wordings(self, place: Desk) -> list[tuple[int | None, str]]:
        return [(r.article.views, r.article.title) for r in place.history().revisions]


def _copy(key: str, *, day: int, **fields: object) -> Article:
    """Return a record whose text others have too, published on some day."""
    published = AT - 100 * DAY + day * DAY
    same = {"title": "T", "abstract": "Tóm tắt.", "body": ("Cùng một văn bản.",)}
    return article(key, **{**same, "published_at": published, **fields})
