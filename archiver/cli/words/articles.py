"""Articles in words: what they say, where that comes from, and what is not there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from archiver.cli.words import captures
from archiver.cli.words.tables import columns, fields, minute, place
from archiver.lifecycle import CONFIRMATIONS, Presence, life
from archiver.records import Cause
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from archiver.decisions.takedowns import Takedown
    from archiver.histories.lost import Lost
    from archiver.records import History, Revision

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


def article(answers: Sequence[History], confirmations: int = CONFIRMATIONS) -> RenderableType:
    """Return articles, each with its latest wording and where that comes from."""
    return Group(*(part for history in answers for part in _article(history, confirmations)))


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
        yield from captures.told(revision.capture)
    for seen in history.observations:
        views = "" if seen.views is None else f", {seen.views} views"
        yield LOOKS[seen.presence], f"{minute(seen.at)}{views}"


def _cause(revision: Revision) -> str:
    return f"; {CAUSES[revision.cause]}" if revision.cause else ""
