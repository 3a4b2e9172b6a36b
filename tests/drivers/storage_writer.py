"""A process that crawls into a storage and says what was acknowledged, to be killed by a test."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.testing.desk import AT, PLAN, Desk, crawl, news
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from archiver import Settled, Storage, Visit

STORAGES: dict[str, type[Storage]] = {"sql": SqlStorage, "jsonl": JsonLinesStorage}
PAGES = tuple(
    tuple(news(str(number), f"section-{number % 3}") for number in range(start, start + 12))
    for start in range(0, 240, 8)
)
"""Thirty list pages; each names four articles of the next one."""


class LoudDesk(Desk):
    """Prints the addresses whose visits were saved."""

    def save(self, *visits: Visit) -> list[Settled]:
        settled = super().save(*visits)
        print(*(visit.task.link.url for visit in visits), flush=True)  # noqa: T201  # to the test
        return settled


def write(storage: Storage, desk: type[Desk]) -> None:
    """Crawl to the end, or as far as one gets."""
    with storage:
        place = desk(storage, storage.start_run(PLAN, AT))
        crawl(place, PAGES, batches=120)
        place.finish()


if __name__ == "__main__":
    name, folder = sys.argv[1:]
    write(STORAGES[name](folder=Path(folder)), LoudDesk)  # type: ignore[call-arg]  # ours take it
