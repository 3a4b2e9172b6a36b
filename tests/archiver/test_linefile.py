"""A kill may cut a file of lines anywhere: what was whole is kept, and what follows is readable."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import StorageError
from archiver.ledger import Plan
from archiver.linefile import BLOCK, append, lines
from archiver.proving.sources import FILE, listed, note

LONG = 4 * BLOCK * "đ"
LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1)
)


@settings(deadline=None)  # it waits for the disk
@given(LINES, st.integers(min_value=0))
def test_a_cut_costs_only_the_line_that_it_is_in(told: list[str], place: int) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "lines"
        for line in told:
            append(path, line)
        assert lines(path) == told
        whole = path.read_bytes() if told else b""
        kept = whole[: place % (len(whole) + 1)]
        path.write_bytes(kept)
        left = told[: kept.count(b"\n")]
        assert lines(path) == left
        append(path, LONG)
        assert lines(path) == [*left, LONG]


@pytest.mark.parametrize("cut", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_long_line_is_cut_off_whole(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "lines"
    for _ in range(2):
        append(path, LONG)
    path.write_bytes(path.read_bytes()[:-cut])
    append(path, "a")
    assert lines(path) == [LONG, "a"]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\n\xff\xfe\nb\n")
    with pytest.raises(StorageError, match="lines is not UTF-8 at byte 2; mend"):
        lines(path)


def test_a_full_disk_is_told() -> None:
    with pytest.raises(StorageError, match=r"cannot write /dev/full: .*; nothing was changed"):
        append(Path("/dev/full"), "a")


def test_a_source_whose_line_was_cut_is_listed_again(tmp_path: Path) -> None:
    plans = [Plan(site="toy", source=name, arguments={}) for name in ("a.warc", "bản gốc.warc")]
    for plan in plans:
        note(tmp_path, plan)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-5])
    assert listed(tmp_path) == plans[:1]
    note(tmp_path, plans[1])
    assert listed(tmp_path) == plans
