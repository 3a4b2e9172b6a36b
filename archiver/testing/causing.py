"""The contract: what a newer parser reads otherwise is no edit of the site."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from itertools import islice, permutations
from typing import TYPE_CHECKING

from archiver.ledger import Outcome
from archiver.records import Cause
from archiver.testing.desk import AT, DAY, article, capture_of, folder, news, visit
from archiver.testing.dumping import dump
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger import Settled
    from archiver.testing.desk import Desk

OTHERWISE = "read otherwise by toy/2"
DOUBT = f"{OTHERWISE}, and perhaps edited"


def see(
    place: Desk, day: float, title: str, parser: str = "toy/1", digest: str | None = None
) -> Settled:
    """Read the article on a day, in bytes of its own or in those with this digest."""
    seen = visit(
        place.take(news("1")),
        AT + day * DAY,
        article=article(title=title, published_at=AT),
        parser=parser,
    )
    capture = capture_of(seen)
    kept = replace(capture, digest=digest or capture.digest)
    return place.storage.save(place.run, [kept], [seen])[0]


def told(place: Desk) -> list[tuple[str, Cause | None]]:
    """Return the revisions, each with what made it."""
    return [(r.article.title, r.cause) for r in place.history().revisions]


class CausingContract(Maker):
    """Each revision but the first says whether the site made it."""

    def test_one_parser_read_both(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            see(place, 0, "A")
            assert see(place, 1, "B").outcome is Outcome.REVISED
            assert told(place) == [("A", None), ("B", Cause.SITE)]

    def test_equal_bytes_were_not_edited(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for day, title in enumerate("AA"):
                see(place, day, title, digest="sha1:SAME")
            settled = see(place, 2, "B", "toy/2", digest="sha1:SAME")
            assert (settled.outcome, settled.reason) == (Outcome.UNCHANGED, OTHERWISE)
            assert told(place) == [("A", None), ("B", Cause.PARSER)]
            assert place.finish().reasons == {Outcome.UNCHANGED: {OTHERWISE: 1}}

    def test_a_version_that_was_not_raised_makes_no_edit(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            see(place, 0, "A", digest="sha1:SAME")
            assert see(place, 1, "B", digest="sha1:SAME").outcome is Outcome.UNCHANGED
            assert told(place) == [("A", None), ("B", Cause.PARSER)]

    def test_where_both_changed_it_is_not_clear(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            see(place, 0, "A")
            settled = see(place, 1, "B", "toy/2")
            assert (settled.outcome, settled.reason) == (Outcome.UNCHANGED, DOUBT)
            assert see(place, 2, "C", "toy/2").outcome is Outcome.REVISED
            assert told(place) == [("A", None), ("B", Cause.UNCLEAR), ("C", Cause.SITE)]

    def test_a_newer_parser_that_reads_the_same_makes_none(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            see(place, 0, "A")
            settled = see(place, 1, "A", "toy/2")
            assert (settled.outcome, settled.reason) == (Outcome.UNCHANGED, None)
            assert see(place, 2, "B", "toy/2").outcome is Outcome.REVISED
            assert told(place) == [("A", None), ("B", Cause.SITE)]

    def test_reading_the_older_capture_again_clears_it(self, tmp_path: Path) -> None:
        for again, expected in {
            "B": [("B", None)],
            "C": [("C", None), ("B", Cause.SITE)],
        }.items():
            with self.desk(folder(tmp_path, again)) as place:
                see(place, 0, "A")
                see(place, 1, "B", "toy/2")
                see(place, 0, again, "toy/2")
                assert told(place) == expected

    def test_the_order_of_arrival_does_not_matter(self, tmp_path: Path) -> None:
        seen = ((0, "A", "toy/1"), (1, "A", "toy/2"), (2, "B", "toy/2"), (3, "C", "toy/3"))
        expected = None
        for number, order in enumerate(islice(permutations(seen), None, None, 5)):
            with self.desk(folder(tmp_path, str(number))) as place:
                for day, title, parser in order:
                    see(place, day, title, parser)
                assert told(place) == [("A", None), ("B", Cause.SITE), ("C", Cause.UNCLEAR)]
                records = dump(place.storage)["article"]
                assert expected in (None, records)
                expected = records

    def test_only_an_edit_is_looked_at_oftener(self, tmp_path: Path) -> None:
        for parser, expected in {"toy/1": 1, "toy/2": 0}.items():
            with self.desk(folder(tmp_path, parser.replace("/", ""))) as place:
                see(place, 100, "A")
                see(place, 101, "B", parser)
                place.finish()
                after = place.again()
                assert after.storage.revisit(after.run, AT + 103 * DAY) == expected
