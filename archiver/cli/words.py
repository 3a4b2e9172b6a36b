"""Answers in words: what each command prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from archiver.cli.tables import columns, counts, day, fields, minute, place
from archiver.ledger import Outcome
from archiver.lifecycle import CONFIRMATIONS, Presence, life
from archiver.records import Cause
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from archiver.captures import Capture
    from archiver.decisions.takedowns import Takedown
    from archiver.exchange.bag import Sum
    from archiver.exchange.formats import FormatInfo
    from archiver.histories.lost import Lost
    from archiver.ledger import Run
    from archiver.records import History, Revision, Story
    from archiver.sites import SiteInfo
    from archiver.storage import SiteStatus, Upgrade

LOOKS = {
    Presence.PRESENT: "seen",
    Presence.UNCHANGED: "unchanged",
    Presence.ABSENT: "not there",
}
CAUSES = {
    Cause.SITE: "edited by the site",
    Cause.PARSER: "the same page, read otherwise",
    Cause.UNCLEAR: "edited, or read otherwise: another version of the parser read it before",
}
EMPTY = "The archive is empty. Fill it: scrapy crawl SITE (`archiver sites` lists the sites)."


def status(answers: Sequence[SiteStatus]) -> RenderableType:
    """Return a table of what the archive holds."""
    if not answers:
        return EMPTY
    table = counts("site", "articles", "revisions", "seen", "duplicates", "captures")
    table.add_column("published")
    table.add_column("last run")
    if any(site.taken_down for site in answers):
        table.add_column("taken down", justify="right")
    for site in answers:
        numbers = (
            site.articles,
            site.revisions,
            site.observations,
            site.duplicates,
            site.captures,
        )
        span = f"{day(site.first_published)} to {day(site.last_published)}"
        told = (*map(str, numbers), span, _last_run(site.last_run), str(site.taken_down))
        table.add_row(site.site, *told[: len(table.columns) - 1])
    return table


def upgrade(answers: Sequence[Upgrade]) -> RenderableType:
    """Return what an upgrade did."""
    if not answers:
        return "The archive is up to date."
    told = [f"{done.before} is now {done.after}" for done in answers]
    kept = [f"what it was before is kept in {done.copy}" for done in answers if done.copy]
    return safe("; ".join([*told, *kept]))


def sites(answers: Sequence[SiteInfo]) -> RenderableType:
    """Return a table of the sites."""
    table = columns("site", "portal", "host", "system", "remarks")
    for site in answers:
        table.add_row(site.site, site.title, site.hosts[0], site.family, _remarks(site))
    return table


def bagged(answers: Sequence[Sum]) -> RenderableType:
    """Return what a bag holds."""
    (total,) = answers
    return f"{total.files} files, {total.bytes / 1_000_000:,.1f} MB"


def formats(answers: Sequence[FormatInfo]) -> RenderableType:
    """Return a table of formats."""
    table = columns("format", "file", "what it is")
    for kind in answers:
        table.add_row(kind.name, f"*{kind.suffix}", kind.about)
    return table


def runs(answers: Sequence[Run]) -> RenderableType:
    """Return a table of runs."""
    if not answers:
        return EMPTY
    table = counts("run", "URLs")
    for name in ("site", "began", "verdict", "outcomes"):
        table.add_column(name)
    for run in answers:
        outcomes = ", ".join(f"{run.outcomes[o]} {o}" for o in Outcome if run.outcomes.get(o))
        began, verdict = minute(run.started_at), run.verdict or "not ended"
        table.add_row(str(run.id), str(run.discovered), run.plan.site, began, verdict, outcomes)
    return table


def article(answers: Sequence[History], confirmations: int = CONFIRMATIONS) -> RenderableType:
    """Return articles, each with its latest wording and where that comes from."""
    return Group(*(part for history in answers for part in _article(history, confirmations)))


def story(answers: Sequence[Story]) -> RenderableType:
    """Return the stories of a URL."""
    return Group(*(part for told in answers for part in _story(told)))


def gone(answers: Sequence[Lost]) -> RenderableType:
    """Return a table of what is not there any more."""
    if not answers:
        return "Nothing is missing: every article was there when it was last looked for."
    table = columns("site", "key", "state", "since", "last seen", "title", "capture")
    for lost in answers:
        seen = lost.last_seen
        times = (minute(lost.since), minute(seen.at))
        where = place(seen.capture)
        table.add_row(lost.site, lost.key, lost.state, *times, safe(lost.title), where)
    return table


def takedowns(answers: Sequence[Takedown]) -> RenderableType:
    """Return a table of what was taken down."""
    if not answers:
        return "Nothing was taken down."
    table = columns("article", "taken down", "shown again", "reason")
    for one in answers:
        lifted = minute(one.lifted_at) if one.lifted_at else ""
        table.add_row(safe("/".join(one.name)), minute(one.at), lifted, safe(one.reason))
    return table


def _article(history: History, confirmations: int) -> Iterable[RenderableType]:
    latest = history.revisions[-1]
    yield Text(safe(latest.article.title), style="bold")
    yield fields(_record(history, latest, confirmations))
    if latest.article.abstract:
        yield Padding(Text(safe(latest.article.abstract), style="italic"), (1, 0, 0, 0))
    for paragraph in latest.article.body:
        yield Padding(Text(safe(paragraph)), (1, 0, 0, 0))
    yield Text()
    yield fields(_evidence(history))
    yield Text()


def _record(
    history: History, latest: Revision, confirmations: int
) -> Iterable[tuple[str, str | None]]:
    shown = latest.article
    yield "article", f"{history.site} {history.key}"
    yield "address", shown.url
    yield "section", ", ".join(name or f"[{slug}]" for slug, name in history.sections) or None
    yield "published", shown.published_at.isoformat(" ", "minutes") if shown.published_at else None
    yield "printed", shown.published_raw
    yield "byline", shown.byline
    yield "keywords", ", ".join(shown.keywords) or None
    for image in shown.images:
        yield "photo", f"{image.url} {image.caption or ''}".rstrip()
    for attachment in shown.attachments:
        yield "attachment", f"{attachment.url} {attachment.title}".rstrip()
    for turn in life(history.observations, confirmations)[1:]:
        yield turn.state, minute(turn.at)
    if history.duplicate_of:
        yield "same text as", " ".join(history.duplicate_of)


def _evidence(history: History) -> Iterable[tuple[str, str | None]]:
    for revision in history.revisions:
        yield f"revision {revision.number}", f"read by {revision.parser}{_cause(revision)}"
        yield from _capture(revision.capture)
    for seen in history.observations:
        views = "" if seen.views is None else f", {seen.views} views"
        yield LOOKS[seen.presence], f"{minute(seen.at)}{views}"


def _cause(revision: Revision) -> str:
    return f"; {CAUSES[revision.cause]}" if revision.cause else ""


def _capture(capture: Capture | None) -> Iterable[tuple[str, str | None]]:
    if capture is None:
        yield "capture", "none"
        return
    yield "captured", f"{minute(capture.at)} from {capture.url}"
    yield "record", f"{capture.file} at {capture.offset}, {capture.length} bytes"
    yield "id", capture.record_id
    yield "sha256", capture.sha256


def _story(told: Story) -> Iterable[RenderableType]:
    link = told.link
    form = " ".join(f"{name}={value}" for name, value in link.form)
    yield Text(f"{link.url} {form}".rstrip(), style="bold")
    yield fields(
        (
            ("site", told.site),
            ("shows", f"{link.kind} {link.key or ''}".rstrip()),
            ("section", link.section),
            ("found on", told.found_on or "a seed of the site"),
            ("state", f"{told.state}, {told.attempts} attempts"),
        )
    )
    for ending in told.endings:
        reason = f": {ending.reason}" if ending.reason else ""
        line = f"run {ending.run}, {minute(ending.at)}: {ending.outcome}{reason}"
        yield Text(safe(line))
        if ending.capture is not None:
            yield fields(_capture(ending.capture))
    yield Text()


def _last_run(run: Run | None) -> str:
    return f"{minute(run.started_at)}, {run.verdict or 'not ended'}" if run else "none"


def _remarks(site: SiteInfo) -> str:
    since = f"since {site.valid_from}" if site.valid_from else ""
    until = f"until {site.valid_until}" if site.valid_until else ""
    after = f"then {', '.join(site.followed_by)}" if site.followed_by else ""
    unconfirmed = "" if site.confirmed else "host not confirmed"
    return "; ".join(filter(None, (since, until, after, unconfirmed, site.description)))
