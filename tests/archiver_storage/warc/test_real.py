"""A real portal's WARC of 4,299 responses."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archiver_storage.warc import WarcSource, WarcStore
from examples.real import DATA, needs_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WARC = DATA / "sotttt-2022.warc.gz"
pytestmark = needs_data


@pytest.fixture(scope="module")
def source() -> WarcSource:
    return WarcSource.open(str(WARC))


def test_every_response_is_found_as_another_reader_finds_it(source: WarcSource) -> None:
    count = 0
    for record in ArchiveIterator(str(WARC), record_types=WarcRecordType.response):
        stored = source.find(record.headers["WARC-Target-URI"])
        assert stored.capture.record_id == record.headers["WARC-Record-ID"].strip("<>")
        assert stored.capture.offset == record.stream_pos
        assert stored.capture.digest == record.headers["WARC-Payload-Digest"]
        assert stored.capture.at == record.record_date
        assert stored.body == record.reader.read()
        assert stored.headers == record.http_headers.to_tuples()
        count += 1
    assert count == 4299
    assert source.notes() == ()


def test_captures_are_read_back(source: WarcSource, tmp_path: Path) -> None:
    stored = source.find("https://sotttt.hanoi.gov.vn/vi/tin-tuc-su-kien")
    assert WarcStore(tmp_path).read(stored.capture) == stored


@pytest.mark.no_cover
def test_indexing_takes_little_more_than_to_read_the_records() -> None:
    def seconds(work: Callable[[], object]) -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    bare = seconds(lambda: [record.reader.read() for record in ArchiveIterator(str(WARC))])
    assert seconds(lambda: WarcSource.open(str(WARC)).close()) < 5 * bare
