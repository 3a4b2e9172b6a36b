"""Provenance: where the words of an article were read, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.lifecycle import life

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.records import History, Revision


def head(history: History, portal: str) -> Iterator[tuple[str, str]]:
    """Return what stands above an article: names and values."""
    article = history.revisions[-1].article
    at = article.published_at
    told = {
        "portal": portal,
        "section": article.section,
        "published": at.isoformat(" ", "minutes") if at else article.published_raw,
        "by": article.byline,
        "address": article.url,
    }
    return ((name, value) for name, value in told.items() if value)


def provenance(history: History) -> Iterator[tuple[str, str]]:
    """Return what stands below it: each wording with its capture, and what became of it."""
    yield "article", f"{history.site} {history.key}"
    for revision in history.revisions:
        yield f"revision {revision.number}", f"read by {revision.parser}{_captured(revision)}"
    for turn in life(history.observations)[1:]:
        yield str(turn.state), turn.at.isoformat(" ", "minutes")
    if history.duplicate_of:
        yield "same text as", " ".join(history.duplicate_of)


def _captured(revision: Revision) -> str:
    capture = revision.capture
    if capture is None:
        return ", no capture"
    digest = f", sha256 {capture.sha256}" if capture.sha256 else ""
    at = capture.at.isoformat(" ", "seconds")
    place = f"{capture.file} at {capture.offset}, {capture.length} bytes"
    return f", captured {at} from {capture.url}, {place}, {capture.record_id}{digest}"
