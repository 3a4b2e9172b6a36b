"""Atom: a feed of what is new and what was changed."""

from __future__ import annotations

import re
from heapq import nlargest
from typing import TYPE_CHECKING, ClassVar
from xml.etree.ElementTree import Element, SubElement, tostring

from archiver.exchange.formats import Format
from archiver.exchange.rows import Row
from archiver_storage.exports.citation import urn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from archiver.records import History

ENTRIES = 500
"""Most entries of a feed: readers of feeds take what is new, not an archive."""
NOTHING = "1970-01-01T00:00:00+00:00"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot say."""
BEGIN = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
"""


class Atom(Format):
    """A feed of the articles that were new or changed last, the latest first."""

    name: ClassVar[str] = "atom"
    suffix: ClassVar[str] = ".atom"
    about: ClassVar[str] = f"a feed of the {ENTRIES} articles that are new or were changed last"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write the feed; only its entries are in memory."""
        latest = nlargest(ENTRIES, map(Row.of, articles), key=_order)
        portals = {row.site: self.portal(row.site) for row in latest}
        file.write(BEGIN.encode())
        head = {
            "id": urn("feed", " ".join(sorted(portals))),
            "title": ", ".join(portals.values()) or "archiver",
            "updated": latest[0].revised_at.isoformat() if latest else NOTHING,
        }
        file.writelines(_written(_element(name, text)) for name, text in head.items())
        file.writelines(_written(_entry(row, portals[row.site])) for row in latest)
        file.write(b"</feed>\n")


def _order(row: Row) -> tuple[object, ...]:
    return row.revised_at, row.site, row.key


def _entry(row: Row, portal: str) -> Element:
    entry = Element("entry")
    entry.append(_element("id", urn(row.site, row.key)))
    entry.append(_element("title", row.title))
    entry.append(_element("updated", row.revised_at.isoformat()))
    if row.published_at:
        entry.append(_element("published", row.published_at.isoformat()))
    author = SubElement(entry, "author")
    author.append(_element("name", row.byline or portal))
    SubElement(entry, "link", rel="alternate", href=_clean(row.url))
    for image in row.images:
        SubElement(entry, "link", rel="enclosure", href=_clean(image.url))
    if row.section:
        SubElement(entry, "category", term=_clean(row.section))
    if row.revisions > 1:
        SubElement(entry, "category", term="changed", label=f"revision {row.revisions}")
    if row.abstract:
        entry.append(_element("summary", row.abstract))
    entry.append(_element("content", row.body))
    return entry


def _element(name: str, text: str) -> Element:
    element = Element(name)
    element.text = _clean(text)
    return element


def _written(element: Element) -> bytes:
    return tostring(element, "unicode").encode() + b"\n"


def _clean(text: str) -> str:
    return NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
