"""What is taken down is in no answer and on no way out; it is kept, and comes back when lifted."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from archiver import Archive, SettingsError, StorageError
from archiver.cli import app
from archiver.decisions.log import FILE, Decision, Kind, listed, note
from archiver.errors import NotInArchive
from archiver.locking import locked
from archiver.testing.desk import AT, DAY, article, desk, news
from archiver.testing.dumping import dump
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.asking.views import VIEWS
from portal.texts import Texts
from warcs.captured import archive as opened
from warcs.captured import filling
from warcs.exchanges import OK, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERSON = "Đặng Thị Bí Mật"
"""Stands in all that the article's pages say, and nowhere else."""
WHY = "gia đình yêu cầu"
BODY = (Texts(1).paragraph(60),)
HTML = OK + b"Content-Type: text/html; charset=utf-8\r\n\r\n"


@pytest.fixture
def kept(tmp_path: Path, database: str) -> Archive:
    """Give an archive of two articles, one of which names a person and was edited."""
    with filling(tmp_path, database) as place:
        place.read("1", HTML + b"the meeting", title="Họp giao ban theo 22-KL/TW")
        place.read("2", HTML + PERSON.encode(), title=f"{PERSON} theo 22-KL/TW")
        title = f"{PERSON} và 22-KL/TW"
        place.read("2", HTML + PERSON.encode() + b"!", at=AT + DAY, title=title)
    return opened(tmp_path, database)


def answers(archive: Archive) -> Iterator[tuple[str, str]]:
    """Return everything that the archive can be asked for, as text, by the question's name."""
    yield "search", repr(archive.search(PERSON))
    yield "search without accents", repr(archive.search("bi mat"))
    yield "search, newest first", repr(archive.search("22-KL/TW", newest=True))
    yield "document", repr(archive.document("22-KL/TW"))
    yield "articles", repr(list(archive.articles()))
    yield "of a selection", repr(list(archive.articles(site="toy", words="22-KL/TW")))
    yield "rows", repr(list(archive.rows()))
    yield "frame", repr(archive.frame().to_pylist())
    yield "changes", repr(archive.changes())
    yield "gone", repr(archive.gone())
    yield "duplicates", repr(archive.duplicates())
    yield "status", repr(archive.status()[0].articles)
    for kind in archive.formats():
        for whole in (False, True):
            file = BytesIO()
            archive.export(kind.name, archive.articles(), file, whole=whole)
            yield f"{kind.name}, whole: {whole}", _unpacked(file.getvalue())


def _unpacked(data: bytes) -> str:
    if data.startswith(b"PAR1"):
        from pyarrow import parquet  # noqa: PLC0415  # one format needs it

        return repr(parquet.read_table(BytesIO(data)).to_pylist())
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = [packed.read(name) for name in packed.namelist()]
    plain = [gzip.decompress(part) if part.startswith(b"\x1f\x8b") else part for part in parts]
    return b"\n".join(plain).decode("utf-8", "replace")


def views(url: str) -> Iterator[tuple[str, str]]:
    """Return what the views show to people who write SQL."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        for name in VIEWS:
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()  # noqa: S608  # ours
            yield name, repr([dict(row) for row in rows])
    engine.dispose()


def telling(kept: Archive, url: str) -> set[str]:
    """Return the names of all questions whose answer tells of the person."""
    told = json.dumps(PERSON)[1:-1]
    with kept:
        every = [*answers(kept), *views(url)]
    return {name for name, said in every if PERSON in said or told in said}


def test_no_answer_and_no_way_out_tells_of_it(kept: Archive, database: str) -> None:
    before = telling(kept, database)
    assert {"search", "document", "changes", "frame", "wacz, whole: True", "articles"} <= before
    assert {"articles", "revisions", "views_over_time", "mentions"} <= before
    kept.take_down("toy/2", reason=WHY)
    assert telling(kept, database) == set()
    kept.lift("toy/2")
    assert telling(kept, database) == before


def test_it_is_kept_as_it_was(kept: Archive, tmp_path: Path, database: str) -> None:
    def held() -> object:
        with SqlStorage(folder=tmp_path, url=database) as storage:
            return dump(storage)["article"], storage.find("2")

    before, bytes_ = held(), [file.read_bytes() for file in files(tmp_path)]
    kept.take_down("2", reason=WHY)
    assert held() != before
    assert [file.read_bytes() for file in files(tmp_path)] == bytes_
    lifted = kept.lift("2")
    assert held() == before
    assert (lifted.name, lifted.reason) == (("toy", "2"), WHY)
    assert lifted.lifted_at is not None
    assert kept.takedowns() == kept.takedowns("toy") == [lifted], "that it was, is kept"
    assert kept.takedowns("another") == []


def test_who_asks_for_it_is_told_why(kept: Archive) -> None:
    done = kept.take_down("2", reason=WHY)
    asks = (kept.article, kept.find, kept.views, kept.cluster, kept.revisions)
    for ask in asks:
        with pytest.raises(NotInArchive, match=f"toy/2 was taken down on {done.at.date()}"):
            ask("2")
    with pytest.raises(NotInArchive, match=WHY):
        kept.take_down("2", reason="again")
    assert kept.article("1").key == "1"
    assert kept.explain("http://bode.example/tin/2"), "the ledger has every address"


def test_what_cannot_be_done_is_said(kept: Archive) -> None:
    with pytest.raises(SettingsError, match="say why"):
        kept.take_down("2", reason="  ")
    with pytest.raises(NotInArchive, match="toy/2 is not taken down"):
        kept.lift("2")
    with pytest.raises(NotInArchive, match="no article has"):
        kept.take_down("9", reason=WHY)
    assert kept.takedowns() == []


def test_runs_go_on_looking_and_what_they_find_is_hidden_too(
    kept: Archive, tmp_path: Path, database: str
) -> None:
    kept.take_down("2", reason=WHY)
    with filling(tmp_path, database) as place:
        place.read("2", HTML + b"new", at=AT + 2 * DAY, title=f"{PERSON} lần nữa")
    assert telling(kept, database) == set()
    kept.lift("2")
    assert len(kept.revisions("2")) == 3


def test_it_can_be_taken_down_again(kept: Archive, database: str) -> None:
    first = kept.take_down("2", reason=WHY)
    kept.lift("2")
    second = kept.take_down("2", reason="lần nữa")
    assert [one.reason for one in kept.takedowns()] == ["lần nữa", WHY]
    assert second.at > first.at
    assert telling(kept, database) == set()


def test_a_copy_is_shown_and_named(tmp_path: Path, database: str) -> None:
    with desk(SqlStorage(folder=tmp_path, url=database)) as place:
        for key in ("1", "2", "3"):
            record = article(key, title=PERSON, abstract=None, body=BODY)
            place.read(news(key), record, at=AT + int(key) * DAY)
        place.finish()
    kept = opened(tmp_path, database)
    kept.take_down("1", reason=WHY)
    (cluster,) = kept.duplicates()
    assert [member.key for member in (cluster.first, *cluster.copies)] == ["2", "3"]
    assert kept.cluster("3") == cluster
    (hit,) = kept.search("bi mat").hits
    assert {hit.key, *(key for _, key in hit.copies)} == {"2", "3"}
    kept.take_down("2", reason=WHY)
    assert kept.duplicates() == []


def test_a_wacz_has_every_record_but_its_own(kept: Archive) -> None:
    def records() -> list[bytes]:
        file = BytesIO()
        kept.export("wacz", kept.articles(), file, whole=True)
        with zipfile.ZipFile(file) as packed:
            name = next(name for name in packed.namelist() if name.startswith("archive/"))
            told = gzip.decompress(packed.read(name))
        return told.split(b"WARC/1.1\r\n")[1:]

    with kept:
        every = records()
    kept.take_down("2", reason=WHY)
    with kept:
        left = records()
    own = [one for one in every if b"/tin/2\r\n" in one.partition(b"\r\n\r\n")[0]]
    assert len(own) == 6, "two captures: response, request and metadata of each"
    assert left == [one for one in every if one not in own]


def test_a_bag_tells_whoever_keeps_it(kept: Archive, tmp_path: Path, database: str) -> None:
    kept.take_down("2", reason=WHY)
    kept.lift("2")
    kept.take_down("2", reason="một lý do")
    kept.bag(tmp_path / "bag")
    told = (tmp_path / "bag/bag-info.txt").read_text(encoding="utf-8")
    assert told.count("Taken-Down: toy/2 on ") == 1
    assert "một lý do; not in articles.jsonl" in " ".join(told.split())
    assert PERSON not in (tmp_path / "bag/data/articles.jsonl").read_text(encoding="utf-8")
    assert len(listed(tmp_path / "bag/data")) == 3
    if database.startswith("sqlite"):
        copy = Archive(tmp_path / "bag/data")
        assert telling(copy, f"sqlite:///{tmp_path}/bag/data/archive.db") == set()


def test_decisions_are_logged_before_they_are_carried_out(kept: Archive, tmp_path: Path) -> None:
    kept.take_down("2", reason=WHY)
    kept.lift("2")
    first, second = listed(tmp_path)
    assert (first.kind, first.article, first.reason) == (Kind.TAKEDOWN, ("toy", "2"), WHY)
    assert (second.kind, second.others) == (Kind.LIFT, ())
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(StorageError, match="nothing was changed"):
        kept.take_down("2", reason=WHY)
    assert kept.article("2").key == "2"


def test_a_line_that_a_kill_cut_is_no_decision(tmp_path: Path) -> None:
    one = Decision(kind=Kind.TAKEDOWN, article=("toy", "1"), at=AT, reason=WHY)
    other = Decision(kind=Kind.UNLINK, article=("toy", "1"), at=AT, others=(("toy", "2"),))
    note(tmp_path, one)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes() + path.read_bytes()[:40])
    assert listed(tmp_path) == [one]
    note(tmp_path, other)
    assert listed(tmp_path) == [one, other]
    path.write_text('{"kind": "delete"}\n', encoding="utf-8")
    with pytest.raises(StorageError, match="no decision"):
        listed(tmp_path)


def test_without_a_folder_nothing_is_logged(tmp_path: Path) -> None:
    note(tmp_path / "none", Decision(kind=Kind.LIFT, article=("toy", "1"), at=AT))
    assert listed(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_not_while_a_run_writes(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        place.read(news("1"), article("1"))
        place.finish()
    with locked(tmp_path), pytest.raises(StorageError, match="another run is writing"):
        Archive(tmp_path).take_down("1", reason=WHY)


def test_a_storage_that_shows_all_says_so(tmp_path: Path) -> None:
    with desk(JsonLinesStorage(folder=tmp_path)) as place:
        place.read(news("1"), article("1"))
        place.finish()
        assert place.storage.takedowns() == []
        place.storage.lift(("toy", "1"), AT + timedelta(days=1))
        with pytest.raises(StorageError, match="keep records in sql to hide some"):
            place.storage.take_down(("toy", "1"), WHY, AT)


def ask(folder: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words, "-s", f"folder={folder}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code
    return done.output


def test_the_command_line_tells_it(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for key in ("1", "2"):
            place.read(news(key), article(key, abstract=None, body=BODY))
        place.finish()
    assert "taken down" not in ask(tmp_path, "status")
    assert ask(tmp_path, "takedowns") == "Nothing was taken down.\n"
    told = ask(tmp_path, "takedown", "toy/2", "--reason", WHY)
    assert "toy/2" in told
    assert WHY in told
    assert "still shown, and nearly the same: toy/1" in told
    with pytest.raises(NotInArchive, match="archiver lift toy/2"):
        ask(tmp_path, "show", "2")
    header, line = ask(tmp_path, "status").strip().splitlines()
    assert header.endswith("taken down")
    assert line.endswith(" 1")
    (line,) = ask(tmp_path, "takedowns", "--json").splitlines()
    assert (json.loads(line)["key"], json.loads(line)["lifted_at"]) == ("2", None)
    assert "toy/2" in ask(tmp_path, "lift", "2")
    ask(tmp_path, "show", "2")
    assert "taken down" not in ask(tmp_path, "status")
