"""The contract: an article that is not there any more is missing, and never lost."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from archiver.ledger import Outcome
from archiver.lifecycle import Presence, State, life
from archiver.testing.desk import AT, DAY, article, capture_of, folder, news, visit
from archiver.testing.dumping import dump
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from archiver.testing.desk import Desk

PRESENT, UNCHANGED, ABSENT = Presence.PRESENT, Presence.UNCHANGED, Presence.ABSENT


def look(place: Desk, day: int, presence: Presence, key: str = "1") -> None:
    """Look at an article on a day."""
    at = AT + day * DAY
    task = place.take(news(key))
    if presence is PRESENT:
        place.save(visit(task, at, article=article(key)))
    elif presence is UNCHANGED:
        place.save(visit(task, at, outcome=Outcome.UNCHANGED, presence=presence, etag='"a"'))
    else:
        told = {"outcome": Outcome.NOT_ARTICLE, "reason": "HTTP 404", "presence": presence}
        place.save(visit(task, at, **told))


def states(place: Desk, key: str = "1") -> list[tuple[State, datetime]]:
    """Return the states that an article came into, and when."""
    return [(turn.state, turn.at) for turn in life(place.history(key).observations)]


class LivingContract(Maker):
    """Looks that found nothing, or nothing new, are observations too."""

    def test_absence_is_an_observation_with_its_capture(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            look(place, 0, PRESENT)
            look(place, 1, ABSENT)
            history = place.history()
            _, absence = history.observations
            seen = visit(place.tasks[news("1").url], AT + DAY)
            assert (absence.presence, absence.views) == (ABSENT, None)
            assert (absence.at, absence.url) == (AT + DAY, news("1").url)
            assert absence.capture == capture_of(seen)
            assert len(history.revisions) == 1
            assert history.revisions[0].article == article()
            assert place.storage.status()[0].observations == len(history.observations)

    def test_absence_of_what_was_never_seen_is_none(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            look(place, 0, ABSENT)
            assert place.storage.find("1") == []
            assert list(place.storage.missing()) == []
            look(place, 1, PRESENT)
            assert states(place) == [(State.SEEN, AT + DAY)]

    def test_it_is_missing_then_gone_then_restored(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for day, presence in enumerate((PRESENT, ABSENT, ABSENT, ABSENT, PRESENT)):
                look(place, day, presence)
                missing = [history.key for history in place.storage.missing()]
                assert missing == (["1"] if presence is ABSENT else [])
            told = (State.SEEN, State.MISSING, State.GONE, State.RESTORED)
            days = (0, 1, 3, 4)
            assert states(place) == [(s, AT + d * DAY) for s, d in zip(told, days, strict=True)]
            assert len(place.history().revisions) == 1

    def test_missing_ones_are_told_by_site(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for key in "12":
                look(place, 0, PRESENT, key)
            look(place, 1, ABSENT, "2")
            assert list(place.storage.missing()) == [place.history("2")]
            assert list(place.storage.missing("toy")) == [place.history("2")]
            assert list(place.storage.missing("another")) == []

    def test_the_order_of_looks_does_not_matter(self, tmp_path: Path) -> None:
        looks = ((0, PRESENT), (1, UNCHANGED), (2, ABSENT), (5, PRESENT), (6, ABSENT))
        dumps = []
        for number, order in enumerate(permutations(looks[1:])):
            if number % 5:
                continue
            with self.desk(folder(tmp_path, str(number))) as place:
                for day, presence in (looks[0], *order):
                    look(place, day, presence)
                dumps.append((dump(place.storage)["article"], states(place)))
                assert [history.key for history in place.storage.missing()] == ["1"]
        assert all(told == dumps[0] for told in dumps)

    def test_unchanged_is_an_observation_and_no_wording(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            look(place, 0, PRESENT)
            look(place, 1, UNCHANGED)
            place.read(news("1"), article(title="Khác"), at=AT + 2 * DAY)
            look(place, 3, UNCHANGED)
            history = place.history()
        presences = [PRESENT, UNCHANGED, PRESENT, UNCHANGED]
        assert [seen.presence for seen in history.observations] == presences
        assert [seen.views for seen in history.observations] == [1729, None, 1729, None]
        assert history.observations[1].etag == '"a"'
        assert [revision.number for revision in history.revisions] == [1, 2]

    def test_a_capture_that_turns_out_to_show_nothing(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            look(place, 0, PRESENT)
            place.read(news("1"), article(title="Không tìm thấy"), at=AT + DAY)
            assert len(place.history().revisions) == 2  # noqa: PLR2004  # the mistake
            look(place, 1, ABSENT)
            history = place.history()
            assert [seen.presence for seen in history.observations] == [PRESENT, ABSENT]
            assert [r.article.title for r in history.revisions] == [article().title]
            assert [history.key for history in place.storage.missing()] == ["1"]
            look(place, 1, PRESENT)
            assert list(place.storage.missing()) == []

    def test_the_only_reading_stays(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            look(place, 0, PRESENT)
            look(place, 0, ABSENT)
            assert [seen.presence for seen in place.history().observations] == [PRESENT]

    def test_looks_of_one_batch(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            absent = visit(task, AT + DAY, outcome=Outcome.NOT_ARTICLE, presence=ABSENT)
            place.save(absent, visit(task, article=article()))
            assert [state for state, _ in states(place)] == [State.SEEN, State.MISSING]
            assert [history.key for history in place.storage.missing()] == ["1"]
