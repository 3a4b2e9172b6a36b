"""What an article's body is made of. Each block knows what a reader gets from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; several lines in ``text`` are parted by two ``<br>`` and are one each.

    ``style`` is how the page writes it: ``plain``, ``div``, ``bare`` (text closed by a stray
    ``</p>``), ``word``, ``bold``, ``centred``, ``heading``, ``boxed`` (a table of one cell),
    ``broken`` (one ``<br>`` for a space). ``dirt`` is one of ``portal.dirt``.
    """

    text: str
    style: str = "plain"
    dirt: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo; ``caption`` has one entry a printed line, none where nothing is printed.

    ``style``: ``align`` (``<p align="center">``), ``css`` (``text-align: center``), ``linked``
    (inside a link to the full picture), ``loose`` (the caption is bare slanted text). ``gap``
    puts an empty paragraph before the caption.
    """

    url: str
    caption: tuple[str, ...] = ()
    style: str = "align"
    gap: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list: one paragraph an item."""

    items: tuple[str, ...]
    ordered: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: one paragraph a row, cells joined by a bar; empty cells are left out.

    A line break in a cell is printed as two paragraphs, which a reader gets as one text.
    """

    rows: tuple[tuple[str, ...], ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(
            " | ".join(cell.replace("\n", " ") for cell in row if cell) for row in self.rows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A sentence with a link to a file; to a page of the ``web``, it is no attachment."""

    url: str
    title: str
    before: str = ""
    after: str = ""
    web: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return (self.before + self.title + self.after,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A page pasted into the body, with the title and date nodes of its own."""

    title: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return (self.title, self.text)


Block = Paragraph | Photo | Items | Table | File | Pasted
