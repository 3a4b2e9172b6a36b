"""Clusters are shown, taken apart by hand, and put together again; nothing is lost."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from archiver import Archive, SettingsError, StorageError
from archiver.cli import app
from archiver.errors import NotInArchive
from archiver.locking import locked
from archiver.testing.desk import AT, DAY, PLAN, article, desk, news
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage
from portal.texts import Texts
from warcs.captured import archive as opened

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Article, Storage

WORDS = Texts(1).paragraph(60).split()
WHY = "hai cuộc họp khác nhau"


def record(key: str, day: int | None, first: int = 0, last: int = 200) -> Article:
    """Return a record that says some words of a long text, published on a day."""
    at = None if day is None else AT + day * DAY
    body = (" ".join(WORDS[first:last]),)
    return article(key, title="Họp", abstract=None, body=body, published_at=at)


def fill(storage: Storage) -> None:
    """Keep a text at three places, a longer one, and one that nobody else has."""
    with desk(storage) as place:
        place.read(news("1"), record("1", 2))
        place.read(news("2"), record("2", 1))
        place.read(news("3"), record("3", None), at=AT + 3 * DAY)
        place.read(news("4"), record("4", 4, last=230))
        place.read(news("5"), record("5", 0, first=400, last=600))
        place.finish()


@pytest.fixture
def archive(database: str, tmp_path: Path) -> Archive:
    fill(SqlStorage(folder=tmp_path, url=database))
    return opened(tmp_path, database)


def clusters(archive: Archive) -> list[list[str]]:
    """Return the keys of each cluster, the first publication first."""
    found = archive.duplicates()
    return [[one.first.key, *(copy.key for copy in one.copies)] for one in found]


def copies(archive: Archive) -> dict[str, str | None]:
    """Return of which article each is said to be a copy."""
    found = {h.key: h.duplicate_of for h in archive.articles()}
    return {key: first and first[1] for key, first in found.items()}


def test_the_first_publication_is_named(archive: Archive) -> None:
    with archive:
        (cluster,) = archive.duplicates(site="toy")
        assert archive.cluster("toy/3") == cluster
        assert archive.cluster("5") is None
        assert archive.duplicates(site="another") == []
    told = [(copy.key, copy.exact, copy.similarity) for copy in cluster.copies]
    assert cluster.first.key == "2"
    assert told[:2] == [("1", True, 1.0), ("3", True, 1.0)]
    assert told[2][:2] == ("4", False)
    assert 0.8 < told[2][2] < 0.9
    assert cluster.copies[1].published_at is None
    assert cluster.copies[1].first_seen == AT + 3 * DAY


def test_an_article_is_taken_out_for_good_and_let_in_again(archive: Archive) -> None:
    before = copies(archive)
    assert before == {"1": "2", "2": None, "3": "2", "4": None, "5": None}
    partings = archive.unlink("2", reason=WHY)
    assert [{p.one[1], p.other[1]} for p in partings] == [{"1", "2"}, {"2", "3"}, {"2", "4"}]
    assert {p.reason for p in partings} == {WHY}
    assert clusters(archive) == [["1", "3", "4"]]
    assert copies(archive) == {"1": None, "2": None, "3": "1", "4": None, "5": None}
    assert archive.partings("toy/2") == archive.partings(site="toy") == partings
    undone = archive.link("2")
    assert len(undone) == 3
    assert all(p.undone_at is not None for p in undone)
    assert clusters(archive) == [["2", "1", "3", "4"]]
    assert copies(archive) == before
    assert archive.partings() == undone, "what was done is kept"


def test_two_articles_are_put_apart(archive: Archive) -> None:
    with archive:
        archive.unlink("1", "2", reason=WHY)
        (cluster,) = clusters(archive)
        assert len({"1", "2"} & {*cluster}) == 1
        archive.unlink("1", "2", reason="nhầm")
        (again,) = archive.partings()
        assert again.reason == "nhầm"
        archive.link("2", "1")
        assert clusters(archive) == [["2", "1", "3", "4"]]
        archive.unlink("5", "2", reason=WHY)
        assert clusters(archive) == [["2", "1", "3", "4"]]


def test_what_cannot_be_done_is_said(archive: Archive) -> None:
    with pytest.raises(NotInArchive, match="toy/5 stands alone"):
        archive.unlink("5", reason=WHY)
    with pytest.raises(NotInArchive, match="stands alone"):
        archive.unlink("1", "1", reason=WHY)
    with pytest.raises(NotInArchive, match="was not unlinked"):
        archive.link("1", "2")
    with pytest.raises(NotInArchive, match="no article has"):
        archive.unlink("1", "9", reason=WHY)
    with pytest.raises(SettingsError, match="say why"):
        archive.unlink("1", reason=" ")
    assert archive.partings() == []


def test_a_later_copy_does_not_join_what_is_apart(archive: Archive, tmp_path: Path) -> None:
    archive.unlink("1", "2", reason=WHY)
    storage = SqlStorage(folder=tmp_path, url=archive.settings.storage.options("sql")["url"])
    with desk(storage) as place:
        place.read(news("6"), record("6", 5))
    together = [cluster for cluster in clusters(archive) if {"1", "2"} <= {*cluster}]
    assert together == []
    assert any("6" in cluster for cluster in clusters(archive))


def test_links_and_clusters_agree_whatever_is_done(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311  # no secret
    keys = [str(number) for number in range(1, 6)]
    fill(SqlStorage(folder=tmp_path))
    archive = Archive(tmp_path)
    for step in range(25):
        one, other = chance.sample(keys, 2)
        if step % 3 == 0:
            with desk(SqlStorage(folder=tmp_path)) as place:
                first = chance.choice((0, 0, 0, 400))
                at = AT + (9 + step) * DAY
                place.read(news(one), record(one, int(one), first=first, last=first + 200), at=at)
                place.finish()
        elif step % 3 == 1:
            archive.unlink(one, other, reason=WHY)
        elif parted := [p for p in archive.partings() if p.undone_at is None]:
            undone = chance.choice(parted)
            archive.link("/".join(undone.one), "/".join(undone.other))
        agree(archive)


def agree(archive: Archive) -> None:
    """See that copies are linked to the first one of their text in their cluster, and no other."""
    together = clusters(archive)
    texts = {history.key: history.revisions[-1].article.body for history in archive.articles()}
    for key, first in copies(archive).items():
        cluster = next((cluster for cluster in together if key in cluster), [key])
        same = [other for other in cluster if texts[other] == texts[key]]
        if first is None or texts[first] == texts[key]:
            assert first == (None if same[0] == key else same[0])


def test_no_writer_while_a_run_writes(tmp_path: Path) -> None:
    fill(SqlStorage(folder=tmp_path))
    with locked(tmp_path), pytest.raises(StorageError, match="another run is writing"):
        Archive(tmp_path).unlink("1", reason=WHY)


def test_an_absent_archive_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no archive"):
        Archive(tmp_path / "none").unlink("1", reason=WHY)
    assert list(tmp_path.iterdir()) == []


def test_a_storage_that_only_keeps_records_says_so(tmp_path: Path) -> None:
    fill(JsonLinesStorage(folder=tmp_path))
    for words in (("duplicates",), ("unlink", "1", "--reason", WHY), ("link", "1")):
        with pytest.raises(StorageError, match="keep them in sql to ask more"):
            ask(tmp_path, *words, "-s", "storage.records=jsonl")


def ask(folder: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words, "-s", f"folder={folder}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code
    return done.output


def test_the_command_line_tells_it(tmp_path: Path) -> None:
    fill(SqlStorage(folder=tmp_path))
    head, _, first, *others = ask(tmp_path, "duplicates").strip().splitlines()
    assert head == "4 articles"
    assert first.split() == ["toy", "2", "2024-05-02", "first", "Họp"]
    assert [line.split()[-2] for line in others] == ["exact", "exact", "84%"]
    assert "seen 2024-05-04" in others[1]
    (line,) = ask(tmp_path, "duplicates", "4", "--json").splitlines()
    assert [copy["key"] for copy in json.loads(line)["copies"]] == ["1", "3", "4"]
    assert WHY in ask(tmp_path, "unlink", "toy/4", "--reason", WHY)
    assert ask(tmp_path, "duplicates", "4") == "No article says nearly the same as another.\n"
    assert "toy/4" in ask(tmp_path, "duplicates", "4", "--unlinked")
    assert len(ask(tmp_path, "duplicates", "--unlinked", "--json").splitlines()) == 3
    ask(tmp_path, "link", "4")
    assert ask(tmp_path, "duplicates").startswith("4 articles")
    ask(tmp_path, "duplicates", "4", "--since", "2018", code=2)


def test_a_key_that_several_sites_have_is_told_apart(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path), PLAN) as place:
        place.read(news("1"), record("1", 1))
        place.read(news("1", "b"), article("1", site="another"))
    archive = Archive(tmp_path)
    with pytest.raises(NotInArchive, match="as SITE/KEY"):
        archive.article("1")
    assert archive.article("another/1").site == "another"
    assert archive.article("toy/1", "toy").site == "toy"
    with pytest.raises(NotInArchive):
        archive.article("another/1", "toy")
