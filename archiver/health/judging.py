"""Judging: what is wrong with a site in its last night, told by those before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.health import lists
from archiver.health.ailments import KEEPS_AWAY, Ailment
from archiver.health.findings import Checkup, Finding
from archiver.health.shares import Share
from archiver.health.silence import silence
from archiver.health.vitals import (
    ABSENT,
    AGAIN,
    ANSWERED,
    FIELDS,
    READ,
    REJECTED,
    REVISED,
    empty,
    keeps_away,
)
from archiver.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from archiver.health.chart import Chart, Night
    from archiver.health.shares import Count

ASKED = (Kind.LIST, Kind.ARTICLE)
FEW = 0.2
"""Share of pages that is worth a look where hardly any was so before."""
MANY = 5
"""Times as many articles as usual that make a night another mixture."""
SMALL = 20
"""Articles of a night that are never too many."""
LISTS = (
    ("lists", "articles", 3, "name {now} articles instead of {before}"),
    ("dates in lists", "dated", 3, "show {now} dates beside articles instead of {before}"),
    ("paging", "pages", 1, "lead to {now} further pages instead of {before}"),
)
"""Findings of lists: name, what is counted, how much there must be, and the words."""


def judge(chart: Chart) -> Checkup:
    """Return what is wrong in the last of the nights."""
    if not chart.nights:
        return Checkup(site=chart.site, at=None, nights=0, findings=())
    last = chart.nights[-1]
    accepted = {n for one in chart.acceptances if one.run == last.run for n in one.findings}
    found = [finding for finding in _findings(chart) if finding.name not in accepted]
    return Checkup(
        site=chart.site,
        at=last.at,
        nights=len(chart.usual("")),
        findings=tuple(sorted(found, key=lambda one: [*Ailment].index(one.ailment))),
    )


def _findings(chart: Chart) -> Iterator[Finding]:
    away = [*_away(chart)]
    yield from away
    if not away:
        yield from _lists(chart)
    fields = [*_fields(chart)]
    yield from fields
    yield from _rejected(chart)
    yield from _revised(chart)
    undated = any(finding.name == empty("published_at") for finding in fields)
    yield from () if away or undated else _silent(chart)


# --- pages that do not come


def _away(chart: Chart) -> Iterator[Finding]:
    vitals = chart.nights[-1].vitals
    for ailment in KEEPS_AWAY:
        signs = tuple(keeps_away(ailment, kind) for kind in ASKED)
        share = Share(name=ailment, part=signs, of=ASKED, least=FEW)
        found = share.surprise(chart)
        if found is None and not _most_lists(chart, ailment):
            continue
        now = found.now if found else share.count(chart.nights[-1:])
        sign = max(map(vitals.sign, signs), key=lambda one: one.count)
        what = f"{now.part} of {now.of} pages did not come: {sign.reason}"
        since = found.first.at if found else chart.since(ailment)
        yield _finding(ailment, ailment, what, since, sign.url, look="explain")
    yield from _absent(chart)


def _most_lists(chart: Chart, ailment: str) -> bool:
    """Tell whether most of the lists did not come, which most of the time did."""
    share = Share(name=ailment, part=(keeps_away(ailment, Kind.LIST),), of=(Kind.LIST,))
    now, before = share.count(chart.nights[-1:]), share.count(chart.usual(ailment))
    return now.share > share.least > before.share


def _absent(chart: Chart) -> Iterator[Finding]:
    share = Share(name="articles gone", part=(ABSENT,), of=(Kind.ARTICLE,))
    if found := share.surprise(chart):
        what = f"{found.now.part} of {found.now.of} articles are not there any more"
        url = chart.nights[-1].vitals.sign(ABSENT).url
        yield _finding(share.name, Ailment.GONE, what, found.first.at, url, look="explain")


# --- pages that are read otherwise


def _fields(chart: Chart) -> Iterator[Finding]:
    nights = _alike(chart)
    for name in FIELDS if nights else ():
        share = Share(name=empty(name), part=(empty(name),), of=(READ,))
        if found := share.surprise(chart, nights):
            what = f"{name} is empty {_beside(found.now, found.before)}"
            url = chart.nights[-1].vitals.sign(share.name).url
            yield _finding(share.name, Ailment.LAYOUT, what, found.first.at, url)


def _alike(chart: Chart) -> list[Night]:
    """Return the nights whose articles are a mixture like that of the last one, with it.

    A first run and one that asks for everything read old articles too, which may lack a field.
    """
    nights = [night for night in chart.nights if not night.full]
    counts = sorted(night.vitals.count(READ) for night in nights)
    most = max(SMALL, MANY * counts[len(counts) // 2]) if counts else SMALL
    alike = [night for night in nights if night.vitals.count(READ) <= most]
    if not alike or alike[-1].run != chart.nights[-1].run:
        return []
    known = sum(night.vitals.count(READ) for night in alike if night.healthy)
    return alike if known >= SMALL else list(chart.nights)


def _rejected(chart: Chart) -> Iterator[Finding]:
    share = Share(name=REJECTED, part=(REJECTED,), of=(ANSWERED,), least=FEW)
    if found := share.surprise(chart):
        sign = chart.nights[-1].vitals.sign(REJECTED)
        what = f"nothing could be read {_beside(found.now, found.before)}: {sign.reason}"
        yield _finding(REJECTED, Ailment.LAYOUT, what, found.first.at, sign.url)


def _revised(chart: Chart) -> Iterator[Finding]:
    share = Share(name=REVISED, part=(REVISED,), of=(AGAIN,))
    if found := share.surprise(chart):
        what = f"the words are others than before {_beside(found.now, found.before)}"
        url = chart.nights[-1].vitals.sign(REVISED).url
        yield _finding(REVISED, Ailment.LAYOUT, what, found.first.at, url)


def _beside(now: Count, before: Count) -> str:
    return f"on {now.part} of {now.of} pages; before, on {before.part} of {before.of}"


# --- lists


def _lists(chart: Chart) -> Iterator[Finding]:
    now = chart.nights[-1].vitals.lists
    for name, what, least, words in LISTS:
        if found := lists.short(chart.usual(name), now, what, least):
            told = f"the lists {words.format(now=found.now, before=found.before)}"
            yield _finding(name, Ailment.LAYOUT, told, chart.since(name), found.url)
            return
    name = "empty list"
    if url := lists.emptied(chart.usual(name), now):
        told = "a list names no article, and never was without some"
        yield _finding(name, Ailment.LAYOUT, told, chart.since(name), url)


# --- silence


def _silent(chart: Chart) -> Iterator[Finding]:
    night, newest = chart.nights[-1], max(chart.published, default=None)
    told = silence(chart.published, night.at)
    if told is None or newest is None:
        return
    accepted = [one.at for one in chart.acceptances if Ailment.SILENT in one.findings]
    if any(at > newest for at in accepted):
        return
    what = f"nothing was published for {told[0]} days; up to {told[1]} would be usual"
    url = next(iter(night.vitals.lists), "")
    yield _finding(Ailment.SILENT, Ailment.SILENT, what, newest, url)


def _finding(  # one field each
    name: str, ailment: Ailment, what: str, since: datetime, url: str, look: str = "plugin try"
) -> Finding:
    return Finding(
        name=name,
        ailment=ailment,
        what=what,
        since=since,
        url=url,
        command=f"archiver {look} {url}",
    )
