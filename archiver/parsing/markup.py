"""Markup: what a reader sees of a fragment of a page, as lines of text with their photos."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from archiver.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
UNREAD = frozenset(
    {"button", "iframe", "noscript", "object", "script", "select", "style", "template", "textarea"}
)
BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
SLANTED = frozenset({"em", "i", "cite"})
ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|\w+)", re.IGNORECASE)
SLANT = re.compile(r"font-style\s*:\s*(?:(italic|oblique)|\w+)", re.IGNORECASE)
CAPTION = re.compile(r"caption|photocms_author", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph as a reader sees it: a block, the text between two blocks, a row of a table.

    ``photos`` are the ``src`` of the images in it, ``links`` the (``href``, text) of its links;
    ``photo_first`` says that no text stands before the first photo. ``align`` is ``center``,
    ``right``, … or empty; ``bold`` and ``slanted`` say that all of the text is so; ``row`` that
    it is a row of a table, ``caption`` that the page marks it as a photo's caption.
    """

    text: str
    photos: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    photo_first: bool = False
    align: str = ""
    bold: bool = False
    slanted: bool = False
    row: bool = False
    caption: bool = False


def soup_of(node: LexborNode) -> Tag:
    """Return a node and what is in it as BeautifulSoup, in the structure that the browser gave it.

    The nodes are handed over one by one: writing the node out and reading it again would let a
    second parser decide anew where paragraphs end.
    """
    soup = BeautifulSoup("", "html.parser")
    soup.reset()
    _open(soup, node)
    stack: list[tuple[str, Iterator[LexborNode]]] = [(node.tag or "", node.iter(include_text=True))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            soup.handle_endtag(tag)
            stack.pop()
        elif child.is_text_node:
            soup.handle_data(child.text_content or "")
        elif child.is_element_node:
            _open(soup, child)
            stack.append((child.tag or "", child.iter(include_text=True)))
    soup.endData()
    return next(child for child in soup.contents if isinstance(child, Tag))


def _open(soup: BeautifulSoup, node: LexborNode) -> None:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    soup.handle_starttag(node.tag or "", None, None, attributes)


def lines_of(fragment: Tag) -> tuple[Line, ...]:
    """Return the lines of a fragment in order, blank ones only where they hold a photo.

    One ``br`` is a space, two in a row end a line. A list item is a line, with nothing added. In
    a table with a row of several cells each row is a line, its cells joined by `` | ``; any other
    table is a box, whose content is read as if the box were not there.
    """
    reader = _Reader()
    seen = {id(fragment): _place(fragment, _Place(block=fragment))}
    for node in fragment.descendants:
        place = seen[id(node.parent)]
        if isinstance(node, Tag):
            place = seen[id(node)] = _place(node, place)
            reader.element(node, place)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            reader.text(node, place)
    reader.end()
    return tuple(reader.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a node stands: its nearest block, table row and cell, link, and how its text looks."""

    block: Tag
    row: Tag | None = None
    cell: Tag | None = None
    link: Tag | None = None
    align: str = ""
    bold: bool = False
    slanted: bool = False
    hidden: bool = False
    caption: bool = False


def _place(tag: Tag, outer: _Place) -> _Place:
    style = str(tag.get("style", ""))
    weight, slant = WEIGHT.search(style), SLANT.search(style)
    place = _Place(
        block=outer.block,
        row=outer.row,
        cell=outer.cell,
        link=tag if tag.name == "a" and tag.get("href") else outer.link,
        align=outer.align,
        bold=bool(weight[1]) if weight else outer.bold or tag.name in BOLD,
        slanted=bool(slant[1]) if slant else outer.slanted or tag.name in SLANTED,
        hidden=outer.hidden or tag.name in UNREAD or bool(HIDDEN.search(style)),
        caption=outer.caption or tag.name == "figcaption" or _is_marked(tag),
    )
    return _block_place(tag, place, style) if tag.name in BLOCKS else place


def _is_marked(tag: Tag) -> bool:
    names = tag.get("class")
    return names is not None and bool(CAPTION.search(" ".join(names)))


def _block_place(tag: Tag, outer: _Place, style: str) -> _Place:
    row = tag if tag.name == "tr" and outer.row is None and _of_a_grid(tag) else outer.row
    cell = tag if row is not None and tag.parent is row else outer.cell
    return replace(outer, block=tag, row=row, cell=cell, align=_align(tag, style) or outer.align)


def _align(tag: Tag, style: str) -> str:
    match = ALIGN.search(style)
    if match:
        return match[1].lower()
    return "center" if tag.name == "center" else str(tag.get("align", "")).lower()


def _of_a_grid(row: Tag) -> bool:
    table = row.find_parent("table")
    rows = table.find_all("tr") if table is not None else []
    return any(
        len(other.find_all(["td", "th"], recursive=False)) > 1
        for other in rows
        if other.find_parent("table") is table
    )


@dataclass(slots=True)
class _Reader:
    """Reads node by node; keeps the line that is not ended yet."""

    lines: list[Line] = field(default_factory=list)
    place: _Place | None = None
    cells: dict[int, list[str]] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    photo_first: bool = False
    links: dict[int, tuple[str, list[str]]] = field(default_factory=dict)
    looks: list[_Place] = field(default_factory=list)
    breaks: int = 0

    def element(self, tag: Tag, place: _Place) -> None:
        """Read the start of an element."""
        if tag.name in BLOCKS:
            self._reach(place)
            if place.row is None or tag is place.row:
                self.end()
        elif tag.name == "br":
            self._break(place)
        elif tag.name == "img" and not place.hidden:
            self._reach(place)
            self._photo(str(tag.get("src", "")).strip())

    def text(self, text: str, place: _Place) -> None:
        """Read a text node."""
        if place.hidden:
            return
        self._reach(place)
        self.cells.setdefault(id(place.cell), []).append(text)
        if place.link is not None:
            link = self.links.setdefault(id(place.link), (str(place.link["href"]), []))
            link[1].append(text)
        if not text.isspace() and clean(text):
            self.looks.append(place)
            self.breaks = 0

    def end(self) -> None:
        """End the line, and keep it if a reader sees anything of it."""
        if self.looks or self.photos:
            self.lines.append(self._line())
        self.cells, self.photos, self.links, self.looks = {}, [], {}, []
        self.breaks = 0

    def _line(self) -> Line:
        cells = (clean("".join(pieces)) for pieces in self.cells.values())
        place = self.looks[0] if self.looks else self.place
        return Line(
            text=" | ".join(filter(None, cells)),
            photos=tuple(self.photos),
            links=tuple((href, clean("".join(pieces))) for href, pieces in self.links.values()),
            photo_first=self.photo_first and bool(self.photos),
            align=place.align if place else "",
            bold=bool(self.looks) and all(look.bold for look in self.looks),
            slanted=bool(self.looks) and all(look.slanted for look in self.looks),
            row=place is not None and place.row is not None,
            caption=place is not None and place.caption,
        )

    def _photo(self, source: str) -> None:
        if source:
            self.photo_first = not self.looks if not self.photos else self.photo_first
            self.photos.append(source)
            self.breaks = 0

    def _reach(self, place: _Place) -> None:
        """Go to a node's place: another row or block is another line, in a row a space."""
        before = self.place
        if before is not None and before.block is not place.block:
            if place.row is None or before.row is not place.row:
                self.end()
            else:
                self.cells.setdefault(id(place.cell), []).append(" ")
        self.place = place

    def _break(self, place: _Place) -> None:
        self._reach(place)
        self.breaks += 1
        if self.breaks > 1 and place.row is None:
            self.end()
        else:
            self.cells.setdefault(id(place.cell), []).append(" ")
