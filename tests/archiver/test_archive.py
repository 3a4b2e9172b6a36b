"""The archive in Python: rows, frames, ways out and in."""

from __future__ import annotations

import builtins
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from archiver import Archive, NotInSource, Row, SettingsError, SourceError
from archiver.testing.desk import desk
from archiver.testing.dumping import dump
from archiver.testing.lives import live
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with desk(SqlStorage(folder=tmp_path)) as place:
        live(place)
        place.finish()
    with Archive(tmp_path) as opened:
        yield opened


def lines(archive: Archive, **selection: object) -> bytes:
    file = BytesIO()
    archive.export("jsonl", archive.articles(**selection), file)
    return file.getvalue()


def test_rows_are_dataclasses_one_by_one(archive: Archive) -> None:
    rows = archive.rows()
    first = next(rows)
    assert isinstance(first, Row)
    assert (first.key, first.revisions, first.views) == ("1", 2, 1900)
    assert [row.key for row in rows] == ["2", "3"]


def test_a_question_can_be_asked_while_answers_are_read(archive: Archive) -> None:
    told = [(history.key, archive.article(history.key).key) for history in archive.articles()]
    assert told == [("1", "1"), ("2", "2"), ("3", "3")]
    begun = archive.articles()
    next(begun)
    assert len(archive.status()) == 1
    assert [row.key for row in archive.rows()] == ["1", "2", "3"]
    begun.close()  # type: ignore[attr-defined]  # a generator
    assert len(archive.status()) == 1


def test_a_frame_has_a_row_an_article(archive: Archive) -> None:
    frame = archive.frame(gone=True)
    assert frame.column("key").to_pylist() == ["2"]
    assert frame.column_names == list(Row.__dataclass_fields__)


def test_a_frame_needs_pyarrow(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r"pip install 'archiver\[parquet\]'"):
        archive.frame()
    with pytest.raises(SettingsError, match=r"archiver\[parquet\]"):
        archive.export("parquet", archive.articles(), BytesIO())


def test_a_format_that_there_is_not(archive: Archive) -> None:
    with pytest.raises(SettingsError, match="no format 'parket'; did you mean parquet"):
        archive.export("parket", [], BytesIO())


def test_what_goes_out_comes_in_again_the_same(archive: Archive, tmp_path: Path) -> None:
    out = lines(archive)
    other = Archive(tmp_path / "other")
    (run,) = other.take_in(BytesIO(out), "news.jsonl")
    assert (run.plan.source, run.verdict, run.balanced) == ("news.jsonl", "well", True)
    assert lines(other) == out
    assert _articles(other) == _articles(archive)
    (again,) = other.take_in(BytesIO(out), "news.jsonl")
    assert {str(o) for o, count in again.outcomes.items() if count} == {"unchanged", "duplicate"}
    assert lines(other) == out
    other.close()


def _articles(archive: Archive) -> list[dict[str, Any]]:
    return dump(archive.records)["article"]


def test_articles_of_several_sites_are_runs_of_their_own(archive: Archive, tmp_path: Path) -> None:
    out = lines(archive)
    both = out + out.replace(b'"site":"toy"', b'"site":"another"') + out
    other = Archive(tmp_path / "other")
    runs = other.take_in(BytesIO(both), "two.jsonl")
    assert [run.plan.site for run in runs] == ["another", "toy"]
    assert [site.articles for site in other.status()] == [3, 3]
    other.close()


def test_a_cut_file_keeps_what_stands_before_it(archive: Archive, tmp_path: Path) -> None:
    out = lines(archive)
    other = Archive(tmp_path / "other")
    cut = out + out.replace(b'"site":"toy"', b'"site":"another"')[:-100]
    with pytest.raises(SourceError, match=r"cut.jsonl line 8 is cut.*lines 1 to 4 are"):
        other.take_in(BytesIO(cut), "cut.jsonl")
    assert lines(other) == out
    assert [run.verdict for run in other.runs()] == ["failed"]
    other.take_in(BytesIO(out), "cut.jsonl")
    assert lines(other) == out
    other.close()


def test_a_file_that_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotInSource, match=r"empty.jsonl holds no article"):
        Archive(tmp_path).take_in(BytesIO(b"\n"), "empty.jsonl")


def test_an_import_that_is_interrupted_is_taken_up_again(archive: Archive, tmp_path: Path) -> None:
    out = lines(archive)
    other = Archive(tmp_path / "other")
    with pytest.raises(KeyboardInterrupt):
        other.take_in(Interrupted(out), "news.jsonl")  # type: ignore[arg-type]  # read by lines
    assert [run.verdict for run in other.runs()] == ["interrupted"]
    (run,) = other.take_in(BytesIO(out + out), "news.jsonl")
    assert (run.resumed, run.balanced) == (1, True)
    assert lines(other) == out
    other.close()


class Interrupted:
    """A file of which somebody has had enough after the first articles."""

    def __init__(self, text: bytes) -> None:
        self.lines = text.splitlines(keepends=True)

    def __iter__(self) -> Iterator[bytes]:
        yield from self.lines
        for site in (b"another", b"third"):
            yield self.lines[0].replace(b'"site":"toy"', b'"site":"%b"' % site)
        raise KeyboardInterrupt
