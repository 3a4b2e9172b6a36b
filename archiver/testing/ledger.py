"""The contract: every URL of a run ends in exactly one outcome."""

# ruff: noqa: D102, PLR2004, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.ledger import Kind, Link, Outcome, Verdict
from archiver.testing.desk import AT, DAY, article, list_page, news, refused, visit
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.testing.desk import Desk


class LedgerContract(Maker):
    """The ledger is the frontier, and its sum is right."""

    # --- what comes first

    def test_a_link_is_added_once(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            assert place.add(news("1"), news("2"), news("1")) == 2
            assert place.add(news("2"), news("3")) == 1
            assert place.storage.counts(place.run).discovered == 3

    def test_forms_of_one_address_are_apart(self, tmp_path: Path) -> None:
        first = Link(url="http://toy/api", kind=Kind.LIST, form=(("page", "1"), ("q", "Đảng")))
        second = replace(first, form=(("page", "2"), ("q", "Đảng")))
        with self.desk(tmp_path) as place:
            assert place.add(first, second, first) == 2
            assert [task.link for task in place.lease()] == [first, second]
            assert len(place.storage.explain("http://toy/api")) == 2

    def test_a_link_comes_back_as_it_was(self, tmp_path: Path) -> None:
        link = news("1", page=1, published_at=article().published_at)
        with self.desk(tmp_path) as place:
            place.add(link)
            (task,) = place.lease()
        assert task.link == link
        assert task.attempt == 1

    def test_articles_come_before_lists_and_lists_by_page(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(list_page(3), list_page(1), news("b"), list_page(2), news("a"))
            links = [task.link for task in place.lease()]
        assert links == [news("b"), news("a"), list_page(1), list_page(2), list_page(3)]

    def test_a_task_is_leased_once(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(*(news(str(number)) for number in range(5)))
            first, second = place.lease(3), place.lease(3)
            assert [len(first), len(second), len(place.lease())] == [3, 2, 0]
            assert not {task.id for task in first} & {task.id for task in second}

    # --- how it ends

    def test_a_visit_ends_as_it_says(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for number, outcome in enumerate(Outcome):
                task = place.take(news(str(number)))
                (settled,) = place.save(visit(task, outcome=outcome, reason=f"as {outcome}"))
                assert (settled.task, settled.outcome) == (task, outcome)
                (story,) = place.storage.explain(task.link.url)
                (ending,) = story.endings
                assert (ending.outcome, ending.reason) == (outcome, f"as {outcome}")
                assert ending.capture is not None
            run = place.finish()
        assert run.outcomes == dict.fromkeys(Outcome, 1)
        assert run.reasons == {outcome: {f"as {outcome}": 1} for outcome in Outcome}
        assert run.balanced

    def test_links_of_a_visit_join_the_ledger_with_it(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            links = (news("1"), news("2"), news("1"), list_page())
            task = place.take(list_page())
            (settled,) = place.save(visit(task, links=links, outcome=Outcome.NOT_ARTICLE))
            assert settled.discovered == 2
            assert place.leased() == [news("1").url, news("2").url]
            (story,) = place.storage.explain(news("1").url)
            assert (story.found_on, story.state, story.attempts) == (list_page().url, "leased", 0)
            (seed,) = place.storage.explain(list_page().url)
            assert (seed.found_on, seed.state, seed.attempts) == (None, "done", 1)

    def test_each_visit_of_a_batch_counts_what_it_found_first(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(list_page(1), list_page(2))
            one, two = place.lease()
            saved = place.save(
                visit(one, links=(news("1"), news("2")), outcome=Outcome.NOT_ARTICLE),
                visit(two, links=(news("2"), news("3")), outcome=Outcome.NOT_ARTICLE),
            )
        assert [settled.discovered for settled in saved] == [2, 1]

    def test_a_run_leaves_for_later_what_it_did_not_visit(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            place.add(news("2"), news("3"), news("4"))
            place.lease(1)
            run = place.finish(later="beyond limit=1")
            assert run.balanced
            assert run.discovered == 4
            assert run.outcomes == {Outcome.NEW: 1, Outcome.LATER: 3}
            assert run.reasons == {Outcome.LATER: {"beyond limit=1": 3}}
            assert (run.verdict, run.finished_at) == (Verdict.WELL, AT)
            assert place.storage.runs(limit=1) == [run]

    def test_visits_of_articles_are_counted(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            assert place.storage.visited(place.run) == 0
            place.read(news("1"), article("1"))
            place.save(visit(place.take(news("2")), retry_at=AT))
            place.save(visit(place.take(news("3")), outcome=Outcome.LATER, reason="unwanted"))
            place.save(visit(place.take(list_page()), outcome=Outcome.NOT_ARTICLE))
            assert place.storage.visited(place.run) == 2
            place.finish(Verdict.INTERRUPTED)
            again = place.again()
            assert again.storage.visited(again.run) == 2
            assert {task.link.key: task.attempt for task in again.lease()} == {"2": 2, "3": 1}
            again.finish()
            after = place.again()
            assert after.storage.visited(after.run) == 0

    def test_a_sum_that_is_off_shows(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1"))
            assert not place.storage.counts(place.run).balanced
            assert place.finish().balanced

    def test_reasons_that_differ_in_an_address_are_counted_together(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            for key in "12":
                reason = f"redirects to http://toy/{key}"
                place.save(visit(place.take(news(key)), outcome=Outcome.FAILED, reason=reason))
            assert place.finish().reasons == {Outcome.FAILED: {"redirects to …": 2}}

    def test_a_visit_that_says_nothing_is_refused(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            with refused(ValueError, task.link.url):
                place.save(visit(task))
            assert place.storage.explain(task.link.url)[0].state == "leased"

    # --- trying again

    def test_a_retry_waits_until_it_is_due(self, tmp_path: Path) -> None:
        due = AT + DAY
        with self.desk(tmp_path) as place:
            task = place.take(news("1"))
            (settled,) = place.save(visit(task, retry_at=due, outcome=Outcome.FAILED, reason="503"))
            assert (settled.outcome, settled.reason) == (None, "503")
            assert place.lease(at=AT) == []
            assert place.storage.due(place.run) == due
            (again,) = place.lease(at=due)
            assert (again.id, again.attempt) == (task.id, 2)
            assert place.storage.due(place.run) is None
            place.save(visit(again, outcome=Outcome.FAILED, reason="503"))
            assert place.storage.explain(task.link.url)[0].attempts == 2
            assert place.finish().outcomes == {Outcome.FAILED: 1}

    def test_what_was_never_tried_is_due(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            assert place.storage.due(place.run) is None
            place.add(news("1"))
            due = place.storage.due(place.run)
            assert due is not None
            assert due <= AT

    def test_what_failed_or_was_left_is_pending_in_the_next_run(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            place.save(visit(place.take(news("2")), outcome=Outcome.FAILED, reason="503"))
            place.save(visit(place.take(news("3")), outcome=Outcome.NOT_IN_SOURCE))
            place.save(visit(place.take(news("4")), outcome=Outcome.LATER, reason="outside"))
            place.add(news("5"))
            place.finish()
            after = place.again()
            assert after.run.id != place.run.id
            assert after.run.discovered == 3
            assert after.leased() == [news(key).url for key in "245"]
            assert after.finish().balanced
            (story,) = place.storage.explain(news("2").url)
            assert [one.outcome for one in story.endings] == [Outcome.FAILED, Outcome.LATER]

    def test_what_one_source_lacks_is_not_asked_of_another(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.save(visit(place.take(news("1")), outcome=Outcome.FAILED, reason="503"))
            place.finish()
            elsewhere = place.again(replace(place.run.plan, source="other.warc.gz"))
            assert elsewhere.leased() == []
            elsewhere.finish()
            assert place.again().leased() == [news("1").url]

    def test_a_new_run_meets_its_links_anew(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            place.finish()
            after = place.again()
            assert after.add(news("1")) == 1
            (task,) = after.lease()
            assert task.attempt == 1
            assert after.storage.explain(news("1").url)[0].state == "leased"
            after.save(visit(task, AT + DAY, article=article()))
            run = after.finish()
            assert run.outcomes == {Outcome.UNCHANGED: 1}
            assert place.storage.counts(place.run).outcomes == {Outcome.NEW: 1}

    # --- one address of a thing

    def test_once_only_one_address_is_leased(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1", "tin-tuc"), news("1", "thong-bao"), news("2"))
            tasks = place.lease(once=True)
            assert [task.link for task in tasks] == [news("1", "tin-tuc"), news("2")]
            assert place.lease(once=True) == []
            place.save(visit(tasks[0], article=article("1")))
            assert place.lease(once=True) == []
            (story,) = place.storage.explain(news("1", "thong-bao").url)
            assert (story.state, story.attempts) == ("done", 0)
            assert story.endings[0].outcome is Outcome.DUPLICATE
            assert story.endings[0].reason == f"another address of {news('1').url}"
            assert [slug for slug, _ in place.history("1").sections] == ["thong-bao", "tin-tuc"]

    def test_once_another_address_is_tried_where_one_fails(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1", "tin-tuc"), news("1", "thong-bao"))
            (task,) = place.lease(once=True)
            place.save(visit(task, outcome=Outcome.FAILED, reason="503"))
            assert place.leased(once=True) == [news("1", "thong-bao").url]

    def test_once_holds_for_lists_that_were_read(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            same = list_page(1, key="tin-tuc/1")
            place.add(same, replace(same, url="http://toy/vi/list"), list_page(2))
            first, second = place.lease(once=True)
            assert [first.link.page, second.link.page] == [1, 2]
            place.save(visit(first, outcome=Outcome.NOT_ARTICLE, reason="a list"))
            assert place.lease(once=True) == []
            (story,) = place.storage.explain("http://toy/vi/list")
            assert story.endings[0].outcome is Outcome.DUPLICATE

    def test_once_is_a_matter_of_each_run_and_kind(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.read(news("1"), article())
            place.finish()
            after = place.again()
            after.add(news("1"), list_page(1, key="1"))
            assert len(after.lease(once=True)) == 2

    def test_once_looks_past_what_it_cannot_lease(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(*(news("1", f"section-{number}") for number in range(40)), news("2"))
            assert [task.link.key for task in place.lease(2, once=True)] == ["1", "2"]

    def test_every_address_is_leased_otherwise(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1", "tin-tuc"), news("1", "thong-bao"))
            assert len(place.lease(once=False)) == 2

    def test_addresses_without_a_key_are_things_of_their_own(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            self._add_keyless(place)
            tasks = place.lease(1, once=True)
            place.save(visit(tasks[0], outcome=Outcome.NOT_ARTICLE))
            assert len(place.lease(once=True)) == 1

    def _add_keyless(self, place: Desk) -> None:
        place.add(*(Link(url=f"http://toy/{name}", kind=Kind.LIST) for name in "ab"))
