"""Findings, told by histories that are made up: what is found, how it is classed, what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from archiver.health.ailments import Ailment, ailment_of
from archiver.health.chart import Acceptance, Chart, Night
from archiver.health.judging import judge
from archiver.health.shares import Count, surprising
from archiver.health.silence import silence
from archiver.health.telling import told
from archiver.health.vitals import (
    ABSENT,
    AGAIN,
    ANSWERED,
    FIELDS,
    LEFT_ALONE,
    READ,
    REJECTED,
    REVISED,
    Sign,
    Vitals,
    empty,
    keeps_away,
)
from archiver.ledger import Kind, Leads, Outcome
from lives.diaries import DAY, FIRST, Made, alarms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver.health.findings import Finding

PAGE = "https://toy/1"
ARTICLE = 8
"""Articles of a usual night."""
USUAL = {
    Kind.LIST: 4,
    Kind.ARTICLE: ARTICLE,
    ANSWERED: ARTICLE,
    READ: ARTICLE,
    AGAIN: ARTICLE - 2,
    empty("byline"): ARTICLE,
    empty("abstract"): 1,
}
FULL = Leads(articles=10, dated=10, pages=3)
LISTS = {f"https://toy/list{number}": FULL for number in range(3)}
DAILY = [FIRST + number * DAY for number in range(-20, 12)]


def vitals(counts: Mapping[str, int] | None = None, lists: Mapping[str, Leads] = LISTS) -> Vitals:
    seen = {**USUAL, **(counts or {})}.items()
    signs = {name: Sign(count=count, url=PAGE, reason="why") for name, count in seen}
    return Vitals(signs=signs, lists=lists)


def chart(*last: Vitals, known: int = 10, published: list[datetime] | None = None) -> Chart:
    """Return a chart of usual nights, then those that are to be judged, the first as broken."""
    nights = [night(number, vitals(), ()) for number in range(known)]
    nights += [night(known + number, one, None) for number, one in enumerate(last)]
    return Chart(site="toy", nights=nights, published=published or DAILY)


def night(number: int, one: Vitals, findings: tuple[str, ...] | None) -> Night:
    return Night(run=number + 1, at=FIRST + number * DAY, vitals=one, findings=findings)


def found(of: Chart) -> dict[str, Finding]:
    return {finding.name: finding for finding in judge(of).findings}


def kept_away(ailment: Ailment, articles: int = ARTICLE, lists: int = 4) -> dict[str, int]:
    signs = ((Kind.ARTICLE, articles), (Kind.LIST, lists))
    return {keeps_away(ailment, kind): count for kind, count in signs}


def test_a_usual_night_has_no_findings() -> None:
    checkup = judge(chart(vitals()))
    assert (checkup.findings, checkup.nights) == ((), 10)
    assert judge(Chart(site="toy")).at is None
    goes_on = chart(vitals({empty("body"): ARTICLE}))
    assert found(goes_on)
    assert not judge(goes_on.judged).findings


@pytest.mark.parametrize("name", ["body", "published_at", "section", "abstract", "language"])
def test_a_field_that_used_to_be_filled(name: str) -> None:
    findings = found(chart(vitals({empty(name): ARTICLE})))
    (finding,) = findings.values()
    assert (finding.ailment, finding.name) == (Ailment.LAYOUT, empty(name))
    assert (finding.url, finding.command) == (PAGE, f"archiver plugin try {PAGE}")
    assert finding.what.startswith(f"{name} is empty on 8 of 8 pages; before, on ")
    assert finding.since == FIRST + 10 * DAY


def test_a_field_that_was_hardly_ever_filled_says_nothing() -> None:
    assert not found(chart(vitals({empty("byline"): ARTICLE})))


def test_one_article_without_a_body_is_no_alarm_and_three_in_three_nights_are() -> None:
    one = vitals({READ: 1, empty("body"): 1, empty("byline"): 1, empty("abstract"): 0})
    assert not found(chart(one))
    assert not found(chart(one, one))
    assert [f.since for f in found(chart(one, one, one)).values()] == [FIRST + 10 * DAY]


def test_a_night_that_reads_old_articles_too_is_not_compared() -> None:
    many = {Kind.ARTICLE: 400, ANSWERED: 400, READ: 400, empty("abstract"): 300}
    assert not found(chart(vitals(many)))
    usual = chart(vitals({empty("body"): ARTICLE}))
    full = [*usual.nights[:-1], replace(usual.nights[-1], full=True)]
    assert not found(replace(usual, nights=full))


def test_pages_that_cannot_be_read() -> None:
    findings = found(chart(vitals({READ: 2, REJECTED: 6})))
    assert findings[REJECTED].ailment is Ailment.LAYOUT
    assert (
        "nothing could be read on 6 of 8 pages; before, on 0 of 80: why" in findings[REJECTED].what
    )
    assert not found(chart(vitals({READ: 7, REJECTED: 1})))


def test_words_that_are_all_others_until_they_are_accepted() -> None:
    broken, after = vitals({REVISED: 6}), vitals()
    first = chart(broken)
    assert found(first)[REVISED].ailment is Ailment.LAYOUT
    ill = [*first.nights[:-1], replace(first.nights[-1], findings=(REVISED,))]
    goes_on = replace(first, nights=[*ill, night(11, after, None)])
    assert found(goes_on)[REVISED].since == FIRST + 10 * DAY
    mended = [replace(one, parser="toy/2") if one.run > 11 else one for one in goes_on.nights]
    assert not found(replace(goes_on, nights=mended))
    again = [*ill, night(11, broken, None)]
    assert found(replace(first, nights=again)), "they are others once more"
    healed = [*ill, night(11, broken, (REVISED,)), night(12, after, None)]
    assert not found(replace(first, nights=healed)), "they are what they were"


@pytest.mark.parametrize(
    "ailment", [Ailment.GONE, Ailment.BLOCKED, Ailment.SLOW, Ailment.CERTIFICATE]
)
def test_pages_that_do_not_come(ailment: Ailment) -> None:
    nothing: dict[str, int] = {READ: 0, ANSWERED: 0, AGAIN: 0}
    (finding,) = found(chart(vitals(nothing | kept_away(ailment), {}))).values()
    assert (finding.ailment, finding.name) == (ailment, ailment)
    assert finding.what == "12 of 12 pages did not come: why"
    assert finding.command == f"archiver explain {PAGE}"


def test_on_a_first_night_nothing_at_all_is_told_and_little_is_not() -> None:
    front: dict[str, int] = {Kind.LIST: 1, Kind.ARTICLE: 0, READ: 0}
    gone = vitals(front | kept_away(Ailment.GONE, articles=0, lists=1), {})
    assert found(chart(gone, known=0))["gone"].ailment is Ailment.GONE
    assert not found(chart(vitals(kept_away(Ailment.SLOW, articles=2, lists=0)), known=0))
    assert not found(chart(vitals({empty("body"): ARTICLE}), known=0))


def test_a_few_pages_that_come_late_are_no_alarm() -> None:
    assert not found(chart(vitals(kept_away(Ailment.SLOW, articles=2, lists=0))))


def test_a_site_that_was_left_alone_is_blocked() -> None:
    alone = vitals({LEFT_ALONE: 1} | kept_away(Ailment.BLOCKED, articles=1, lists=0))
    assert found(chart(alone))["blocked"].ailment is Ailment.BLOCKED


def test_articles_that_are_all_gone_and_stay_so_when_nobody_asks_any_more() -> None:
    gone = vitals({READ: 0, ANSWERED: 0, ABSENT: ARTICLE, AGAIN: 0})
    first = chart(gone)
    assert found(first)["articles gone"].ailment is Ailment.GONE
    unasked = vitals({Kind.ARTICLE: 0, READ: 0, ANSWERED: 0}, {})
    ill = replace(first.nights[-1], findings=("articles gone",))
    nights = [*first.nights[:-1], ill, night(11, unasked, None)]
    assert found(replace(first, nights=nights))["articles gone"].since == FIRST + 10 * DAY


@pytest.mark.parametrize(
    ("leads", "name"),
    [
        (Leads(articles=2, dated=2, pages=3), "lists"),
        (Leads(articles=10, dated=0, pages=3), "dates in lists"),
        (Leads(articles=10, dated=10, pages=0), "paging"),
    ],
)
def test_lists_that_lead_to_less(leads: Leads, name: str) -> None:
    (finding,) = found(chart(vitals(lists=dict.fromkeys(LISTS, leads)))).values()
    assert (finding.name, finding.ailment) == (name, Ailment.LAYOUT)
    assert finding.url in LISTS


def test_one_list_of_three_that_is_empty() -> None:
    (first, *_) = LISTS
    emptied = vitals(lists=LISTS | {first: Leads(articles=0, dated=0, pages=3)})
    assert found(chart(emptied))["empty list"].url == first
    assert not found(chart(vitals(lists={first: Leads(articles=9, dated=9, pages=3)})))


def test_a_list_that_was_not_read_again_is_as_it_was() -> None:
    short = chart(vitals(lists=dict.fromkeys(LISTS, Leads(articles=1, dated=1, pages=3))))
    ill = [*short.nights[:-1], replace(short.nights[-1], findings=("lists",))]
    after = replace(short, nights=[*ill, night(11, vitals(lists={}), None)])
    assert found(after)["lists"].since == FIRST + 10 * DAY


def test_silence_is_told_by_the_sites_own_rhythm() -> None:
    at = FIRST + 40 * DAY
    assert silence(DAILY, at) == (29, 14)
    assert silence(DAILY, FIRST + 24 * DAY) is None, "as long as Tết"
    weekly = [FIRST - number * 7 * DAY for number in range(30)]
    assert silence(weekly, FIRST + 27 * DAY) is None
    assert silence(weekly, FIRST + 30 * DAY) == (30, 28)
    assert silence(DAILY[:10], at) is None, "too few to know a rhythm"


def test_a_silence_that_had_begun_before_the_first_look_is_no_news() -> None:
    silent = replace(chart(vitals(), published=[at - 30 * DAY for at in DAILY]))
    newest = max(silent.published)
    assert found(replace(silent, newest_seen=newest + DAY))
    assert found(replace(silent, newest_seen=newest + 14 * DAY))
    assert not found(replace(silent, newest_seen=newest + 15 * DAY))


def test_a_silence_that_was_accepted_is_none_until_it_is_broken() -> None:
    silent = replace(chart(vitals(), published=[at - 30 * DAY for at in DAILY]))
    (finding,) = found(silent).values()
    assert finding.ailment is Ailment.SILENT
    accepted = Acceptance(
        site="toy", run=3, at=FIRST + 2 * DAY, findings=("silent",), reason="it has ended"
    )
    assert not found(replace(silent, acceptances=[accepted]))
    early = replace(accepted, at=FIRST - 300 * DAY)
    assert found(replace(silent, acceptances=[early]))


def test_a_broken_night_never_becomes_usual_by_itself() -> None:
    broken = vitals({empty("body"): ARTICLE})
    of = chart(broken)
    nights = [*of.nights[:-1]]
    of = replace(of, published=[at + 100 * DAY for at in DAILY])
    for number in range(10, 100):
        now = replace(of, nights=[*nights, night(number, broken, None)])
        (finding,) = judge(now).findings
        assert finding.since == FIRST + 10 * DAY
        nights.append(night(number, broken, (finding.name,)))


def test_what_was_accepted_is_usual_and_what_comes_after_is_judged_by_it() -> None:
    broken = vitals({empty("body"): ARTICLE})
    of = chart(broken)
    accepted = Acceptance(
        site="toy", run=11, at=FIRST + 11 * DAY, findings=(empty("body"),), reason="photos only"
    )
    nights = [*of.nights[:-1], replace(of.nights[-1], findings=())]
    assert not found(replace(of, nights=nights, acceptances=[accepted]))
    for number in range(11, 16):
        now = replace(of, nights=[*nights, night(number, broken, None)], acceptances=[accepted])
        assert not found(now)
        nights.append(night(number, broken, ()))
    section = vitals({empty("body"): ARTICLE, empty("section"): ARTICLE})
    now = replace(of, nights=[*nights, night(16, section, None)], acceptances=[accepted])
    assert set(found(now)) == {empty("section")}


@pytest.mark.parametrize(
    ("reason", "ailment"),
    [
        ("blocked: a challenge instead of the page: just a moment", Ailment.BLOCKED),
        ("HTTP 403 Forbidden", Ailment.BLOCKED),
        ("HTTP 429 Too Many Requests", Ailment.BLOCKED),
        ("the site refuses: HTTP 429 Too Many Requests", Ailment.BLOCKED),
        ("no answer in time", Ailment.SLOW),
        ("HTTP 503 Service Unavailable", Ailment.SLOW),
        ("robots.txt cannot be read: HTTP 503 Service Unavailable", Ailment.SLOW),
        (
            "[<…Failure OpenSSL.SSL.Error: [('SSL routines', '', 'certificate verify failed')]>]",
            Ailment.CERTIFICATE,
        ),
        ("TLS fails: tlsv1 alert protocol version", Ailment.CERTIFICATE),
        ("the certificate is one of another host", Ailment.CERTIFICATE),
        ("host name not found", Ailment.GONE),
        ("connection refused", Ailment.GONE),
        ("redirects to another host: x.vn", Ailment.GONE),
        ("HTTP 500 Internal Server Error", Ailment.GONE),
        ("larger than crawl.max_bytes", None),
    ],
)
def test_reasons_tell_what_is_wrong(reason: str, ailment: Ailment | None) -> None:
    assert ailment_of(Kind.ARTICLE, Outcome.FAILED, reason) is ailment


def test_a_list_that_is_not_there_is_gone_and_an_article_may_be() -> None:
    missing = (Outcome.NOT_ARTICLE, "HTTP 404 Not Found")
    assert ailment_of(Kind.LIST, *missing) is Ailment.GONE
    assert ailment_of(Kind.ARTICLE, *missing) is None
    assert ailment_of(Kind.LIST, Outcome.NOT_ARTICLE, "a list") is None
    assert ailment_of(Kind.LIST, Outcome.REJECTED, "robots.txt forbids it") is Ailment.BLOCKED


def test_surprise_is_a_bound_of_chance() -> None:
    assert surprising(Count(part=3, of=3), 0.01) == pytest.approx(3 * 4.605, rel=0.01)
    assert surprising(Count(part=1, of=100), 0.01) == pytest.approx(0)
    big = surprising(Count(part=40_000, of=100_000), 0.3)
    assert big > surprising(Count(part=400, of=1000), 0.3) > 0


def test_findings_in_words() -> None:
    (finding,) = judge(chart(vitals({empty("body"): ARTICLE}))).findings
    first, second = told([finding])
    assert first.startswith("layout changed since 2025-07-11: body is empty on 8 of 8 pages")
    assert second == f"  look: archiver plugin try {PAGE}"


def test_healthy_nights_bring_hardly_an_alarm() -> None:
    """The whole is measured in bench/health.py."""
    assert alarms(range(4), 60) == []


def test_a_made_site_that_breaks_is_found_out() -> None:
    site = Made(1)
    for _ in range(30):
        site.night()
    last = site.keeper.nights[-1].vitals
    read = 12
    signs = {
        name: Sign(count=read, url=PAGE) for name in (Kind.ARTICLE, ANSWERED, READ, empty("body"))
    }
    checkup = site.keeper.add(site.at + timedelta(days=1), replace(last, signs=signs))
    assert [finding.name for finding in checkup.findings] == [empty("body")]
    assert set(FIELDS) >= {"body"}
