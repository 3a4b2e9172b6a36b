"""The index of a source: where the responses of each address lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from archiver_storage.warc.message import Message
from archiver_storage.warc.reading.address import key
from archiver_storage.warc.reading.draft import Draft, Entry, Originals, concurrent
from archiver_storage.warc.reading.response import Place
from archiver_storage.warc.reading.scan import Damage, scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver_storage.warc.reading.found import Found
    from archiver_storage.warc.span import Span

Asked = tuple[str, list[tuple[str, str]]]
"""The method and the form of a request that is no GET."""


class Index:
    """Finds the responses of an address; holds places, no bodies."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._entries.values()))

    def add(self, name: str, entry: Entry) -> None:
        """Add a response under the key of its address."""
        self._entries.setdefault(name, []).append(entry)

    def find(self, url: str, form: Iterable[tuple[str, str]] = ()) -> Entry | None:
        """Return the latest response, of equally old ones the last in the source.

        One whose address was written exactly so goes before those that only mean the same.
        """
        entries = self._entries.get(key(url, form), [])
        exact = [entry for entry in entries if entry.url == url]
        return max(reversed(exact or entries), key=lambda entry: entry.date, default=None)

    def original(self, revisit: Place) -> Place | None:
        """Return where the body of the revisit at a place lies."""
        entries = chain.from_iterable(self._entries.values())
        return next((entry.original for entry in entries if entry.place.same(revisit)), None)


@dataclass(slots=True)
class Indexer:
    """Reads WARCs one after the other, and makes an index of all that they hold.

    ``notes`` are lines on what of them cannot be read.
    """

    notes: list[str] = field(default_factory=list)
    _drafts: list[Draft] = field(default_factory=list)
    _asked: dict[str, Asked] = field(default_factory=dict)

    def read(self, span: Span) -> None:
        """Read a WARC. Raises ``SourceError``."""
        count = 0
        for found in scan(span):
            if isinstance(found, Damage):
                self.notes.append(describe(span, found, count))
            else:
                count += 1
                self._note(span, found)

    def index(self) -> Index:
        """Return the index: forms joined to their responses, revisits to their originals."""
        index, originals, lone = Index(), Originals(self._drafts), 0
        for draft in self._drafts:
            original = originals.find(draft) if draft.refers else None
            if draft.refers and original is None:
                lone += 1
                continue
            method, form = self._asked_by(draft)
            name = key(draft.entry.url, form, method)
            index.add(name, draft.entry._replace(original=original))
        if lone:
            self.notes.append(f"{lone:,} revisits refer to records that the source does not hold")
        return index

    def _note(self, span: Span, found: Found) -> None:
        if found.type in {"response", "revisit"}:
            place = Place(span=span, offset=found.offset, length=found.length)
            self._drafts.append(Draft.of(place, found))
        elif found.type == "request" and not found.block.startswith(b"GET "):
            asked = _asked(found)
            self._asked.update(dict.fromkeys((found.id, *concurrent(found)), asked))

    def _asked_by(self, draft: Draft) -> Asked:
        asked = (self._asked.get(name) for name in (draft.id, *draft.concurrent))
        return next(filter(None, asked), ("", []))


def _asked(request: Found) -> Asked:
    message = Message.of(request.block)
    method = message.head.partition(b" ")[0].decode("latin-1").upper()
    body = message.body.decode("utf-8", "replace")
    return method, parse_qsl(body, keep_blank_values=True)


def describe(span: Span, damage: Damage, count: int) -> str:
    """Tell where a WARC is damaged, after how many whole records."""
    if damage.last:
        return f"{span.file} is cut after {count:,} records; the rest cannot be read"
    return (
        f"{span.file} is damaged after {count:,} records: "
        f"{damage.length:,} bytes from byte {damage.offset:,} cannot be read"
    )
