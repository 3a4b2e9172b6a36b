"""Whatever a killed run left behind, the next one makes sound files of it and loses nothing."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archiver.captures import Capture
from archiver.errors import StorageError
from archiver_storage.warc.writing.file import WarcFile, locked
from drivers.warm import TESTS
from warcs.checker import check
from warcs.exchanges import AT, OK, exchange, files, opened

if TYPE_CHECKING:
    from pathlib import Path


def left_behind(folder: Path, data: bytes) -> Path:
    path = folder / "warc/bo-de-20180327031407-0000.warc.gz.open"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path.with_suffix("")


def three(folder: Path) -> tuple[bytes, list[Capture]]:
    """Return a whole file of three captures, and where they lie in it."""
    store = opened(folder)
    captures = [store.write(exchange(response=OK + b"\r\n" + bytes(n))) for n in range(3)]
    store.close()
    return files(folder)[0].read_bytes(), captures


def test_torn_tails_are_cut_wherever_they_begin(tmp_path: Path) -> None:
    data, captures = three(tmp_path / "whole")
    begins = [capture.offset for capture in captures] + [len(data)]
    cuts = {*begins[1:], *random.Random(2).sample(range(1, len(data)), 60)}  # noqa: S311  # a sample
    for cut in sorted(cuts):
        folder = tmp_path / str(cut)
        final = left_behind(folder, data[:cut])
        opened(folder).close()
        whole = max((begin for begin in begins[1:] if begin <= cut), default=0)
        torn = final.with_name(final.name + ".torn")
        if whole:
            check(final)
            assert final.read_bytes() == data[:whole]
            assert (torn.read_bytes() if torn.exists() else b"") == data[whole:cut]
        else:
            assert not final.exists()
            assert files(folder) in ([], [torn])


def test_a_file_is_named_when_no_other_run_mends(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.write(exchange())
    with ThreadPoolExecutor(1) as pool:
        with locked(tmp_path / "warc"):
            closing = pool.submit(store.close)
            assert not wait([closing], timeout=0.2).done
            assert [path.suffix for path in files(tmp_path)] == [".open"]
        closing.result(timeout=60)
    assert [path.suffix for path in files(tmp_path)] == [".gz"]


def test_an_empty_file_is_removed(tmp_path: Path) -> None:
    left_behind(tmp_path, b"")
    opened(tmp_path).close()
    assert files(tmp_path) == []


def test_what_follows_a_hole_is_put_aside_and_not_lost(tmp_path: Path) -> None:
    data, captures = three(tmp_path / "whole")
    second = captures[1].offset
    holed = data[:second] + bytes(100) + data[second + 100 :]
    final = left_behind(tmp_path, holed)
    opened(tmp_path).close()
    check(final)
    assert final.read_bytes() + final.with_name(final.name + ".torn").read_bytes() == holed


def test_captures_are_read_before_and_after_mending(tmp_path: Path) -> None:
    data, captures = three(tmp_path / "whole")
    final = left_behind(tmp_path, data + b"\x1f\x8b half")
    moved = [replace(capture, file=f"warc/{final.name}") for capture in captures]
    store = opened(tmp_path / "other")
    store.close()
    store = type(store)(tmp_path)
    assert [len(store.read(capture).body) for capture in moved] == [0, 1, 2]
    opened(tmp_path).close()
    assert [len(store.read(capture).body) for capture in moved] == [0, 1, 2]


@pytest.mark.parametrize("seed", range(8))
def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "warcs.writer", tmp_path, str(seed)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        text=True,
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(random.Random(seed).uniform(0, 0.4))  # noqa: S311  # a moment
    writer.send_signal(signal.SIGKILL)
    lines = (first + writer.stdout.read()).splitlines(keepends=True)
    writer.wait()
    writer.stdout.close()
    store = opened(tmp_path)
    store.close()
    names = [path for path in files(tmp_path) if path.suffix == ".gz"]
    assert not [path for path in files(tmp_path) if path.suffix == ".open"]
    ids = {record["WARC-Record-ID"] for path in names for record in check(path)}
    assert first
    for line in lines:
        if not line.endswith("\n"):  # it was killed before it had said this
            continue
        record_id, file, offset, length, sha256 = line.split()
        assert f"<{record_id}>" in ids
        capture = Capture(
            record_id=record_id,
            url="",
            at=AT,
            file=file,
            offset=int(offset),
            length=int(length),
        )
        assert hashlib.sha256(store.read(capture).body).hexdigest() == sha256


def test_a_disk_that_fails_to_sync_is_not_trusted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = WarcFile(tmp_path / "x.warc.gz")

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    file.append(b"x")
    with pytest.raises(StorageError, match="Input/output error"):
        file.sync()
    monkeypatch.undo()
    for use in (file.sync, file.close, lambda: file.append(b"y")):
        with pytest.raises(StorageError, match="start again"):
            use()
