"""What is known and what is held, on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from archiver.dates import HANOI
from archiver.ledger import Outcome
from archiver.testing.desk import article, desk, list_page, news, visit
from archiver.webarchives.gaps import Part, parts
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

MARCH = datetime(2018, 3, 31, 23, 30, tzinfo=HANOI)
APRIL = datetime(2018, 4, 1, 0, 30, tzinfo=HANOI)


def part(year: int | None, month: int | None, section: str | None, known: int, held: int) -> Part:
    return Part(site="toy", year=year, month=month, section=section, known=known, held=held)


def test_known_is_what_anything_names(database: str, tmp_path: Path) -> None:
    """An article counts once, by its own date and section; one not held by its list's."""
    with desk(SqlStorage(folder=tmp_path, url=database)) as place:
        place.read(news("1"), article("1", published_at=MARCH))
        place.add(news("1", section=None, url="http://toy/the-same"))
        place.read(news("2"), article("2", published_at=APRIL, section="Tin mới"))
        lost = visit(place.take(news("3", published_at=MARCH)), outcome=Outcome.NOT_IN_SOURCE)
        place.save(lost)
        place.add(news("4", section=None), news("5", "chua-ai-biet"), list_page())
        place.read(news("6", section=None), article("6", published_at=None, section=None))
        place.finish()
        assert parts("toy", place.storage.catalogue().known("toy")) == [
            part(2018, 3, "Tin tức", 2, 1),
            part(2018, 4, "Tin mới", 1, 1),
            part(None, None, None, 2, 1),
            part(None, None, "chua-ai-biet", 1, 0),
        ]
        assert parts("another", place.storage.catalogue().known("another")) == []
