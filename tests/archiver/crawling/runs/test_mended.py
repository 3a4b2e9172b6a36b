"""A parser of another version: what waits for it is read, and lists are asked for anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from archiver.crawling.job import Job
from archiver.crawling.runs.mended import catch_up, is_mended
from archiver.crawling.walk import Walk
from archiver.ledger import Kind, Link, Plan, Verdict
from archiver.testing.desk import AT, SITE, desk
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path


class Toy:
    name = SITE

    def __init__(self, version: int) -> None:
        self.label = f"{SITE}/{version}"


def parser(version: int) -> Any:
    return Toy(version)


@pytest.mark.parametrize("kind", [SqlStorage, JsonLinesStorage])
def test_a_version_is_another_than_that_of_the_last_run(kind: Any, tmp_path: Path) -> None:
    with desk(kind(folder=tmp_path), Plan(site=SITE, parser="toy/1")) as place:
        assert not is_mended(place.storage, parser(1))
        assert is_mended(place.storage, parser(2))
        place.finish()
        place.again(Plan(site=SITE, source="export.jsonl")).finish()
        assert is_mended(place.storage, parser(2)), "an import read no page"
        place.again(Plan(site=SITE, parser="toy/2"))
        assert not is_mended(place.storage, parser(2))


def test_a_storage_that_looks_no_captures_up_has_nothing_to_read(tmp_path: Path) -> None:
    with desk(JsonLinesStorage(folder=tmp_path), Plan(site=SITE, parser="toy/1")) as place:
        place.finish()
        catch_up(place.storage, parser(2), None, None, lambda: AT)  # type: ignore[arg-type]
        assert len(place.storage.runs(SITE)) == 1


def test_nothing_is_read_before_a_run_that_goes_on(tmp_path: Path) -> None:
    plan = Plan(site=SITE, parser="toy/1")
    with desk(SqlStorage(folder=tmp_path), plan) as place:
        place.finish(Verdict.INTERRUPTED)
        catch_up(place.storage, parser(2), None, None, lambda: AT)  # type: ignore[arg-type]
        assert len(place.storage.runs(SITE)) == 1
        goes_on = place.again(plan)
        assert (goes_on.run.resumed, goes_on.run.plan.parser) == (1, "toy/1")


@pytest.mark.parametrize(("mended", "asks"), [(False, True), (True, False)])
def test_a_list_that_was_read_badly_is_read_again(*, mended: bool, asks: bool) -> None:
    parts: dict[str, Any] = {"parser": parser(2), "settings": None, "recorder": None}
    job = Job(**parts, walk=Walk(), known_before=AT, mended=mended)
    assert job.asks_whether_changed(Link(url="u", kind=Kind.LIST, section="tin")) is asks
    assert job.asks_whether_changed(Link(url="u", kind=Kind.ARTICLE, section="tin"))
