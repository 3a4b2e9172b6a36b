"""Captures in words: when, of what, and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.cli.words.tables import minute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.captures import Capture


def told(capture: Capture | None) -> Iterator[tuple[str, str | None]]:
    """Return what is told of a capture, and under which name."""
    if capture is None:
        yield "capture", "none"
        return
    yield "captured", f"{minute(capture.at)} from {capture.url}"
    yield "record", f"{capture.file} at {capture.offset}, {capture.length} bytes"
    yield "id", capture.record_id
    yield "sha256", capture.sha256
