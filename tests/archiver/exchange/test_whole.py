"""A file is written whole or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from archiver.errors import StorageError
from archiver.exchange.whole import written


class Trouble(Exception):
    pass


def test_a_file_is_seen_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with written(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["news.csv"]  # noqa: PTH208  # names


@pytest.mark.parametrize("trouble", [Trouble, KeyboardInterrupt, BrokenPipeError])
def test_what_ends_half_way_leaves_nothing(tmp_path: Path, trouble: type[BaseException]) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b"old")
    with pytest.raises(trouble):
        _fail(path, trouble)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _fail(path: Path, trouble: type[BaseException]) -> None:
    with written(path) as file:
        file.write(b"half")
        raise trouble


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"), written(tmp_path / "no" / "a.csv"):
        pass
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(StorageError, match="cannot write /dev/full: No space left"):
        _fill(full)


def _fill(path: Path) -> None:
    with written(path) as file:
        file.write(b"x" * 100_000)


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    with written(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with written(pipe) as file:
        file.write(b"new")
    reader.join(10)
    assert read == [b"new"]
    assert pipe.is_fifo()
