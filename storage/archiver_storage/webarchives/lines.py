"""Lines of an index: what the Wayback Machine, pywb and Common Crawl tell of a capture."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from archiver.webarchives.mementos import Memento, instant
from archiver.webarchives.webarchive import Listed

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = {"", "-"}
NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
"""How pywb and Common Crawl call a field, and how the Wayback Machine does."""
OPTIONAL = ("statuscode", "mimetype", "digest")
SHA1 = 32
"""Letters of a SHA-1 in base 32."""


def objects(body: bytes) -> list[dict[str, Any]]:
    """Return the objects of a body that has one a line. Raises ``ValueError``."""
    return [json.loads(line) for line in body.splitlines() if line.strip()]


def listed(
    place: str, row: Mapping[str, Any], piece: tuple[int, int] | None = None
) -> Listed | None:
    """Return a line of an index, ``None`` for one whose time is none.

    Raises ``KeyError`` for one that lacks what every line has.
    """
    told = dict.fromkeys(OPTIONAL, "-")
    told |= {NAMES.get(name, name): value for name, value in row.items()}
    status, sha1 = told["statuscode"], told["digest"].removeprefix("sha1:")
    with suppress(ValueError):
        memento = Memento(
            place=place,
            url=told["original"],
            at=instant(told["timestamp"]),
            sha1=sha1 if len(sha1) == SHA1 else None,
            piece=piece,
        )
        return Listed(
            memento=memento,
            key=told["urlkey"],
            status=None if status in NOTHING else int(status),
            mime=None if told["mimetype"] in NOTHING else told["mimetype"],
        )
    return None
