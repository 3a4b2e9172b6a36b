"""Bags: valid by the Library of Congress' own program, and archives again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import bagit
import pytest

from archiver import SourceError, StorageError
from archiver.locking import locked
from archiver.testing.dumping import dump
from archiver_storage.warc import WarcStore
from warcs.captured import archive, filling
from warcs.exchanges import OK, exchange, files, opened

if TYPE_CHECKING:
    from pathlib import Path

PAGE = OK + b"Content-Type: text/html\r\n\r\nfirst"


@pytest.fixture
def folder(tmp_path: Path, database: str) -> Path:
    """Give an archive with an article of its own, and a capture in somebody else's file."""
    theirs = opened(tmp_path / "theirs")
    other = theirs.write(exchange("http://other.example/", PAGE))
    theirs.close()
    (path,) = files(tmp_path / "theirs")
    with filling(tmp_path, database) as place:
        place.read("1", PAGE)
        place.desk.storage.save(place.desk.run, [replace(other, file=str(path))], [])
    return tmp_path


def test_a_bag_is_valid_and_names_what_is_in_it(folder: Path, database: str) -> None:
    target = folder / "bag"
    total = archive(folder, database).bag(target)
    bag = bagit.Bag(str(target))
    bag.validate()
    assert bag.info["Payload-Oxum"] == f"{total.bytes}.{total.files}"
    assert bag.info["Contact"] == "a@example.org"
    assert bag.info["Site"].startswith("toy: 1 articles, 1 revisions, 2 captures")
    (own,), (other,) = files(folder), files(folder / "theirs")
    source = f"data/sources/{other.name}"
    assert bag.info["Source-File"] == f"{source} is {other} of the records"
    assert (target / source).read_bytes() == other.read_bytes()
    assert (target / "data/warc" / own.name).read_bytes() == own.read_bytes()
    assert set(bag.algorithms) == {"sha256", "sha512"}
    with (target / "data/warc" / own.name).open("r+b") as file:
        file.seek(100)
        file.write(b"\x00")
    with pytest.raises(bagit.BagValidationError, match=own.name):
        bag.validate()


def test_its_payload_is_an_archive(folder: Path, database: str) -> None:
    target = folder / "bag"
    with archive(folder, database) as kept:
        (known,) = kept.articles()
    archive(folder, database).bag(target)
    assert (target / "data/archive.db").exists() == database.startswith("sqlite")
    if database.startswith("sqlite"):
        with archive(target / "data") as bagged:
            (found,) = bagged.articles()
        bagit.Bag(str(target)).validate()
    else:
        again = archive(folder / "again")
        with (target / "data/articles.jsonl").open("rb") as file:
            again.take_in(file, "articles.jsonl")
        with again:
            (found,) = again.articles()
    assert found == known
    capture = found.revisions[0].capture
    assert capture is not None
    assert WarcStore(target / "data").read(capture).body == b"first"


def test_a_file_that_is_gone_is_named_and_nothing_is_left(folder: Path, database: str) -> None:
    (other,) = files(folder / "theirs")
    other.unlink()
    with pytest.raises(SourceError, match=f"{other.name} is not there"):
        archive(folder, database).bag(folder / "bag")
    assert not [path for path in folder.iterdir() if "bag" in path.name]


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    with filling(tmp_path) as place:
        place.read("1", PAGE)
    (tmp_path / "bag").mkdir()
    with pytest.raises(StorageError, match="is there already"):
        archive(tmp_path).bag(tmp_path / "bag")
    assert not list((tmp_path / "bag").iterdir())


def test_a_run_is_not_bagged(tmp_path: Path) -> None:
    with filling(tmp_path) as place:
        place.read("1", PAGE)
    with locked(tmp_path), pytest.raises(StorageError, match="another run is writing"):
        archive(tmp_path).bag(tmp_path / "bag")
    assert not (tmp_path / "bag").exists()


def test_a_file_of_a_killed_run_is_mended_out_of_the_bag(tmp_path: Path) -> None:
    with filling(tmp_path) as place:
        place.read("1", PAGE)
    (own,) = files(tmp_path)
    own.rename(own.with_name(own.name + ".open"))
    archive(tmp_path).bag(tmp_path / "bag")
    data = tmp_path / "bag/data"
    assert [path.name for path in files(data)] == [own.name + ".open"]
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert dump(data)["article"] == dump(tmp_path)["article"]
    opened(data).close()
    assert [path.name for path in files(data)] == [own.name]
