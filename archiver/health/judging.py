"""Judging: what is wrong with a site in its last night, told by those before."""

from __future__ import annotations

from dataclasses import replace
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
    LEFT_ALONE,
    READ,
    REJECTED,
    REVISED,
    empty,
    keeps_away,
)
from archiver.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from archiver.health.chart import Chart, Night
    from archiver.health.shares import Count

ASKED = (Kind.LIST, Kind.ARTICLE)
FEW = 0.2
"""Share of pages that is worth a look where hardly any was so before."""
MOST, ALL = 0.6, 1.0
"""Shares of the lists, and of all pages, that are told at once."""
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
        if found is None and not _at_once(chart, ailment):
            continue
        now = found.now if found else share.count(chart.nights[-1:])
        sign = max(map(vitals.sign, signs), key=lambda one: one.count)
        what = f"{now.part} of {now.of} pages did not come: {sign.reason}"
        since = found.first.at if found else chart.since(ailment)
        yield _finding(ailment, ailment, what, since, sign.url, look="explain")
    yield from _absent(chart)


def _at_once(chart: Chart, ailment: str) -> bool:
    """Tell whether no page came, or hardly a list, or the site was left alone, as never before."""
    if ailment == Ailment.BLOCKED and chart.nights[-1].vitals.count(LEFT_ALONE):
        return True
    of_lists = Share(name=ailment, part=(keeps_away(ailment, Kind.LIST),), of=(Kind.LIST,))
    of_all = Share(name=ailment, part=tuple(keeps_away(ailment, kind) for kind in ASKED), of=ASKED)
    for share, much in ((of_lists, MOST), (of_all, ALL)):
        now, before = share.count(chart.nights[-1:]), share.count(chart.usual(ailment))
        if now.share >= much > before.share:
            return True
    return False


def _absent(chart: Chart) -> Iterator[Finding]:
    share = Share(name="articles gone", part=(ABSENT,), of=(Kind.ARTICLE,))
    if found := share.surprise(chart):
        what = f"{found.now.part} of {found.now.of} articles are not there any more"
        url = found.last.vitals.sign(ABSENT).url
        yield _finding(share.name, Ailment.GONE, what, found.first.at, url, look="explain")


# --- pages that are read otherwise


def _fields(chart: Chart) -> Iterator[Finding]:
    nights = _alike(chart)
    for name in FIELDS if nights else ():
        share = Share(name=empty(name), part=(empty(name),), of=(READ,))
        if found := share.surprise(chart, nights):
            what = f"{name} is empty {_beside(found.now, found.before)}"
            url = found.last.vitals.sign(share.name).url
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
        sign = found.last.vitals.sign(REJECTED)
        what = f"nothing could be read {_beside(found.now, found.before)}: {sign.reason}"
        yield _finding(REJECTED, Ailment.LAYOUT, what, found.first.at, sign.url)


def _revised(chart: Chart) -> Iterator[Finding]:
    """Yield that most articles changed at once; that is so until they change back."""
    share = Share(name=REVISED, part=(REVISED,), of=(AGAIN,))
    nights = list(chart.nights)
    while len(nights) > 1 and _goes_on(share, nights):
        nights.pop()
    past = len(nights) < len(chart.nights)
    back = past and len(nights) > 1 and REVISED in (nights[-2].findings or ())
    found = None if back else share.surprise(replace(chart, nights=nights))
    if found:
        what = f"the words are others than before {_beside(found.now, found.before)}"
        url = found.last.vitals.sign(REVISED).url
        yield _finding(REVISED, Ailment.LAYOUT, what, found.first.at, url)


def _goes_on(share: Share, nights: Sequence[Night]) -> bool:
    """Tell whether the last night left things as they were found the night before."""
    before, last = nights[-2:]
    found = REVISED in (before.findings or ())
    return found and before.parser == last.parser and share.count([last]).share < share.least


def _beside(now: Count, before: Count) -> str:
    return f"on {now.part} of {now.of} pages; before, on {before.part} of {before.of}"


# --- lists


def _lists(chart: Chart) -> Iterator[Finding]:
    now = chart.lists
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
    if told is None or newest is None or _was_silent(chart):
        return
    accepted = [one.at for one in chart.acceptances if Ailment.SILENT in one.findings]
    if any(at > newest for at in accepted):
        return
    what = f"nothing was published for {told[0]} days; up to {told[1]} would be usual"
    url = next(iter(night.vitals.lists), "")
    yield _finding(Ailment.SILENT, Ailment.SILENT, what, newest, url)


def _was_silent(chart: Chart) -> bool:
    """Tell whether the site had fallen silent before anybody looked: that is no news."""
    seen = chart.newest_seen
    return seen is not None and silence(chart.published, seen) is not None


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
