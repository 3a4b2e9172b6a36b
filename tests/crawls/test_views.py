"""A real portal's WARC read twice, the second time with other view counts: no word is new.

A part stands for the whole, which takes minutes. In the whole file three articles of 1,929 differ
at two of their addresses, by the names of images; that is no revision at the second look either.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fastwarc.warc import ArchiveIterator

from archiver.captures import Exchange
from archiver.ledger import Outcome
from archiver_storage.warc import WarcStore
from drivers.runs import bench
from examples.real import DATA, needs_data

if TYPE_CHECKING:
    from pathlib import Path

    from fastwarc.warc import WarcRecord

    from archiver.records import History
    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured, needs_data]

WARC = DATA / "sotttt-2022.warc.gz"
ARTICLES = 500
VIEWS = re.compile(rb"(View count:\s*)(\d+)")
LENGTH = re.compile(rb"(?i)(content-length:\s*)\d+")
MORE = 17
WEEK = timedelta(days=7)


def copy(folder: Path, captures: set[str]) -> None:
    """Copy captures as if they were made a week later, after some more readers."""
    store = WarcStore(folder)
    store.open(site="sotttt", operator=None, user_agent=None, robots="obey")
    for record in ArchiveIterator(str(WARC), parse_http=False):
        if record.headers["WARC-Record-ID"].strip("<>") in captures:
            store.write(_later(record))
    store.close()


def _later(record: WarcRecord) -> Exchange:
    head, _, body = record.reader.read().partition(b"\r\n\r\n")
    body = VIEWS.sub(_more, body)
    head = LENGTH.sub(lambda match: match[1] + str(len(body)).encode(), head)
    return Exchange(
        record_id=f"urn:uuid:{uuid.uuid4()}",
        url=record.headers["WARC-Target-URI"],
        at=record.record_date + WEEK,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=head + b"\r\n\r\n" + body,
    )


def _more(match: re.Match[bytes]) -> bytes:
    return match[1] + str(int(match[2]) + MORE).encode()


def read(place: Bench, source: Path, **arguments: Any) -> dict[str, History]:
    place.crawl("sotttt", source=source, **arguments)
    with place.records() as records:
        return {history.key: history for history in records.articles()}


def test_only_observations_are_new(tmp_path: Path) -> None:
    place = bench(tmp_path)
    before = read(place, WARC, limit=ARTICLES)
    with place.records() as records:
        endings = [ending for story in records.urls() for ending in story.endings]
    copy(tmp_path / "later", {e.capture.record_id for e in endings if e.capture})
    after, outcomes = read(place, tmp_path / "later" / "warc"), place.outcomes()
    assert len(before) > 140
    assert {Outcome.NEW, Outcome.REVISED, Outcome.DUPLICATE, Outcome.FAILED}.isdisjoint(outcomes)
    assert outcomes[Outcome.UNCHANGED] == sum(len(h.observations) for h in before.values())
    assert after.keys() == before.keys()
    for key, history in after.items():
        assert history.revisions == before[key].revisions
        old, new = before[key].observations, history.observations[len(before[key].observations) :]
        assert history.observations[: len(old)] == old
        assert [(o.url, o.at - WEEK, o.views and o.views - MORE) for o in new] == [
            (o.url, o.at, o.views) for o in old
        ]
