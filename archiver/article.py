"""The record: one wording of one news item, as its page says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A photo of an article: its absolute URL and the caption printed under it."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an article links to: its absolute URL and the text of the link."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says of one news item.

    A field that the page does not have is ``None`` or empty, never a guess. Text is NFC with
    single spaces; ``body`` has one entry a paragraph. ``published_at`` is aware (+07:00 on the
    portals of Viet Nam), ``published_raw`` is the same time as printed. ``views`` is the reader
    counter at the moment of the capture.
    """

    site: str
    key: str
    url: str
    title: str
    section: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    abstract: str | None = None
    body: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    byline: str | None = None
    attachments: tuple[Attachment, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None
    views: int | None = None

    def __post_init__(self) -> None:
        if self.published_at is not None and self.published_at.utcoffset() is None:
            message = f"published_at of {self.url} has no time zone; give it one (+07:00)"
            raise ValueError(message)
