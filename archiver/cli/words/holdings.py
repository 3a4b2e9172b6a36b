"""Holdings in words: sites, runs and URLs, and what the archive can give away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from archiver.cli.words import captures
from archiver.cli.words.tables import columns, counts, day, fields, minute
from archiver.ledger import Outcome
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from archiver.exchange.bag import Sum
    from archiver.exchange.formats import FormatInfo
    from archiver.ledger import Run
    from archiver.records import Story
    from archiver.sites import SiteInfo
    from archiver.storage import SiteStatus, Upgrade

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


def sites(answers: Sequence[SiteInfo]) -> RenderableType:
    """Return a table of the sites."""
    table = columns("site", "portal", "host", "system", "remarks")
    for site in answers:
        table.add_row(site.site, site.title, site.hosts[0], site.family, _remarks(site))
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


def story(answers: Sequence[Story]) -> RenderableType:
    """Return the stories of a URL."""
    return Group(*(part for told in answers for part in _story(told)))


def formats(answers: Sequence[FormatInfo]) -> RenderableType:
    """Return a table of formats."""
    table = columns("format", "file", "what it is")
    for kind in answers:
        table.add_row(kind.name, f"*{kind.suffix}", kind.about)
    return table


def bagged(answers: Sequence[Sum]) -> RenderableType:
    """Return what a bag holds."""
    (total,) = answers
    return f"{total.files} files, {total.bytes / 1_000_000:,.1f} MB"


def upgrade(answers: Sequence[Upgrade]) -> RenderableType:
    """Return what an upgrade did."""
    if not answers:
        return "The archive is up to date."
    told = [f"{done.before} is now {done.after}" for done in answers]
    kept = [f"what it was before is kept in {done.copy}" for done in answers if done.copy]
    return safe("; ".join([*told, *kept]))


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
            yield fields(captures.told(ending.capture))
    yield Text()


def _last_run(run: Run | None) -> str:
    return f"{minute(run.started_at)}, {run.verdict or 'not ended'}" if run else "none"


def _remarks(site: SiteInfo) -> str:
    since = f"since {site.valid_from}" if site.valid_from else ""
    until = f"until {site.valid_until}" if site.valid_until else ""
    after = f"then {', '.join(site.followed_by)}" if site.followed_by else ""
    unconfirmed = "" if site.confirmed else "host not confirmed"
    return "; ".join(filter(None, (since, until, after, unconfirmed, site.description)))
