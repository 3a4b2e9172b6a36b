"""Drafts of an index: responses with all that others may call them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from archiver_storage.warc.reading.address import plain
from archiver_storage.warc.record import CONCURRENT, bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver_storage.warc.reading.found import Found
    from archiver_storage.warc.reading.response import Place

Moment = tuple[str, str]
"""An address and a time, which name one capture."""


class Entry(NamedTuple):
    """A response: its address as captured, when, where it lies, and whose body it has."""

    url: str
    date: str
    place: Place
    original: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A response while the index is made: with all ids by which others may mean it."""

    entry: Entry
    id: str
    concurrent: tuple[str, ...]
    digest: str
    refers: tuple[str, Moment] | None

    @classmethod
    def of(cls, place: Place, found: Found) -> Self:
        """Note what matters of a response or revisit."""
        fields = found.fields
        url = bare(fields.get("warc-target-uri", ""))
        return cls(
            entry=Entry(url, _date(fields.get("warc-date", "")), place),
            id=found.id,
            concurrent=concurrent(found),
            digest=fields.get("warc-payload-digest", ""),
            refers=_refers(found, url) if found.type == "revisit" else None,
        )


class Originals:
    """The responses that revisits refer to."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._by_id: dict[str, Place] = {}
        self._by_moment: dict[Moment, Place] = {}
        self._by_digest: dict[str, Place] = {}
        for draft in drafts:
            if draft.refers is None:
                entry = draft.entry
                self._by_id[draft.id] = entry.place
                self._by_moment[plain(entry.url), entry.date] = entry.place
                self._by_digest[draft.digest] = entry.place

    def find(self, revisit: Draft) -> Place | None:
        """Return the original of a revisit: by id, else by address and time, else by digest."""
        identifier, moment = revisit.refers or ("", ("", ""))
        return (
            self._by_id.get(identifier)
            or self._by_moment.get(moment)
            or (self._by_digest.get(revisit.digest) if revisit.digest else None)
        )


def _refers(revisit: Found, url: str) -> tuple[str, Moment]:
    fields = revisit.fields
    original = bare(fields.get("warc-refers-to-target-uri", url))
    moment = plain(original), _date(fields.get("warc-refers-to-date", ""))
    return bare(fields.get("warc-refers-to", "")), moment


def concurrent(found: Found) -> tuple[str, ...]:
    """Return the ids of the records that a record says it belongs to."""
    return tuple(map(bare, found.fields.get(CONCURRENT, "").split()))


def _date(text: str) -> str:
    # With the Z, a time with a fraction of a second would sort before the second itself.
    return text.removesuffix("Z")
