"""The body of an article in the words of the record: what its lines of text and photos are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.article import Attachment, Image
from archiver.parsing.bylines import find_byline
from archiver.parsing.captions import part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archiver.parsing.markup import Line

    Absolute = Callable[[str], str | None]

FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|od[tsp]|txt|rar|zip|7z|mp3|wav|mp4)$"
    r"|/documents/|[?&]fileticket=|/service/home/.*[?&]part=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an article's body holds, in the words of the record."""

    paragraphs: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    byline: str | None = None
    attachments: tuple[Attachment, ...] = ()


def body_of(
    lines: Sequence[Line],
    absolute: Absolute,
    *,
    lead: str | None = None,
    abstract: str | None = None,
) -> Body:
    """Return what the lines of a body say.

    ``absolute`` makes the URL of an address in the page, or ``None`` of one that leads nowhere.
    ``lead`` is the address of a photo above the body, ``abstract`` the text above it, which is
    dropped where the body prints it again.
    """
    text, photos = part(lines, lead)
    text = [line for line in text if line.text != abstract]
    byline = find_byline(text) if len(lines) > 1 else slice(0, 0)
    images = ((_photo_url(source, absolute), caption) for source, caption in photos)
    return Body(
        paragraphs=tuple(line.text for line in (*text[: byline.start], *text[byline.stop :])),
        images=tuple(Image(url=url, caption=caption) for url, caption in images if url),
        byline=" ".join(line.text for line in text[byline]) or None,
        attachments=tuple(dict.fromkeys(_files(lines, absolute))),
    )


def _photo_url(source: str | None, absolute: Absolute) -> str | None:
    """Return the URL of a photo (a ``data:`` URI as it is), ``None`` where there is no photo."""
    if not source or source.startswith("#"):
        return None
    return source if source.startswith("data:image/") else absolute(source)


def _files(lines: Sequence[Line], absolute: Absolute) -> list[Attachment]:
    links = (link for line in lines if not line.photos for link in line.links)
    files = ((absolute(href), title) for href, title in links if title)
    return [
        Attachment(url=url, title=title)
        for url, title in files
        if url and FILE.search(url.partition("#")[0])
    ]
