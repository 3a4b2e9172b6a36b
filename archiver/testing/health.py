"""The contract: what runs saw of a site is kept, and what a person accepted."""

# ruff: noqa: D102, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.errors import NotInArchive
from archiver.health.vitals import READ, REJECTED, empty
from archiver.ledger import Leads, Outcome, Plan, Verdict
from archiver.testing.desk import AT, DAY, SITE, article, list_page, news, refused, visit
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.testing.desk import Desk

LIVE = Plan(site=SITE, parser="toy/1")


class HealthContract(Maker):
    """A site's nights are kept as its health is judged by them."""

    def test_what_a_run_saw_is_kept(self, tmp_path: Path) -> None:
        with self.desk(tmp_path, LIVE) as place:
            _look(place)
            vitals = place.storage.chart(SITE).nights[0].vitals
            assert vitals.count(READ) == 1
            assert vitals.sign(empty("abstract")).url == news("1").url
            assert vitals.sign(REJECTED).reason == "no title"
            assert vitals.lists == {list_page().url: Leads(articles=9, dated=8, pages=7)}
        with self.make(tmp_path) as storage:
            assert storage.chart(SITE).nights[0].vitals == vitals
            assert storage.runs()[0].plan.parser == "toy/1"

    def test_a_broken_night_is_not_usual_until_it_is_accepted(self, tmp_path: Path) -> None:
        with self.desk(tmp_path, LIVE) as place:
            storage, nights = place.storage, [place]
            for number, findings in enumerate(((), ("lists",), ("lists", "body"))):
                nights.append(nights[-1].again(LIVE, at=AT + number * DAY))
                _look(nights[-1])
                storage.finish_run(nights[-1].run, Verdict.LOSS, AT, later="", findings=findings)
            chart = storage.chart(SITE)
            assert [night.findings for night in chart.nights] == [
                (),
                ("lists",),
                ("lists", "body"),
            ]
            assert len(chart.usual("lists")) == 1
            done = storage.accept(SITE, "a new list", AT + DAY)
            assert (done.run, done.findings) == (nights[-1].run.id, ("lists", "body"))
            with refused(NotInArchive, "nothing to accept"):
                storage.accept(SITE, "again", AT)
            chart = storage.chart(SITE)
            assert [night.findings for night in chart.nights] == [(), ()]
        with self.make(tmp_path) as storage:
            assert storage.chart(SITE) == chart
            assert storage.chart(SITE).acceptances == [done]

    def test_only_nights_of_the_live_web_that_were_judged(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            _look(place)
            place.finish()
            unjudged = place.again(LIVE)
            _look(unjudged)
            unjudged.finish()
            now = place.again(LIVE, at=AT + DAY)
            assert list(place.storage.chart(SITE).nights) == []
            _look(now)
            assert [night.run for night in place.storage.chart(SITE).nights] == [now.run.id]
            assert list(place.storage.chart("another").nights) == []

    def test_times_of_publication_newest_first(self, tmp_path: Path) -> None:
        with self.desk(tmp_path, LIVE) as place:
            dates = [AT - 9 * DAY, None, AT - 2 * DAY]
            for number, at in enumerate(dates):
                place.read(news(str(number)), article(str(number), published_at=at))
            chart = place.storage.chart(SITE)
            assert list(chart.published) == [AT - 2 * DAY, AT - 9 * DAY]
            assert chart.newest_seen == AT


def _look(place: Desk) -> None:
    leads = Leads(articles=9, dated=8, pages=7)
    place.save(
        visit(place.take(list_page()), outcome=Outcome.NOT_ARTICLE, reason="a list", leads=leads),
        visit(place.take(news("1")), article=article(abstract=None)),
        visit(place.take(news("2")), outcome=Outcome.REJECTED, reason="no title"),
    )
