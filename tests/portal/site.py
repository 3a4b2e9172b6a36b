"""A portal as plain data, and the oracle: what an ideal parser reads from its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from archiver.article import Article, Attachment, Image
from portal.blocks import Block, File, Photo
from portal.paths import PATHS
from portal.stamps import STAMPS

if TYPE_CHECKING:
    from datetime import datetime

_STAMP: Final = re.compile(r"[?&]t=\d+$")
_WITH_VIEWS: Final = frozenset({"asset", "label", "seed", "weekday"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its slug and title, articles a list page, form of its articles' date line.

    A section that is ``full`` prints whole articles in its lists, one a page, without links.
    """

    slug: str
    title: str
    delta: int = 20
    stamp: str = "label"
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article of the portal; the first of its ``sections`` (slugs) is its home.

    ``stamp`` overrides the section's form of the date line. ``abstract_again`` prints the
    abstract a second time as the first block of the body. ``login`` is the CMS account that the
    page prints after the text, which is not the writer.
    """

    key: str
    slug: str
    title: str
    sections: tuple[str, ...]
    published_at: datetime | None
    stamp: str | None = None
    views: int = 0
    abstract: str | None = None
    abstract_again: bool = False
    lead: str | None = None
    blocks: tuple[Block, ...] = ()
    byline: str | None = None
    keywords: tuple[str, ...] = ()
    login: str = "Ban bien tap"

    @cached_property
    def body(self) -> tuple[str, ...]:
        """The paragraphs that a reader gets."""
        return tuple(text for block in self.blocks for text in block.paragraphs)


@dataclass(frozen=True, kw_only=True, eq=False)
class Site:
    """A portal: ``family`` is one of ``portal.paths``; stories in order of their keys.

    ``size`` is the least length of an article page in bytes, 0 for what comes out.
    """

    name: str
    title: str
    family: str
    host: str
    sections: tuple[Section, ...]
    stories: tuple[Story, ...]
    size: int = 0

    @cached_property
    def by_key(self) -> dict[str, Story]:
        return {story.key: story for story in self.stories}

    @cached_property
    def by_slug(self) -> dict[str, Section]:
        return {section.slug: section for section in self.sections}

    @cached_property
    def lists(self) -> dict[str, tuple[Story, ...]]:
        """By slug of a section, its stories, newest first."""
        lists: dict[str, list[Story]] = {section.slug: [] for section in self.sections}
        for story in sorted(self.stories, key=_age, reverse=True):
            for slug in story.sections:
                lists[slug].append(story)
        return {slug: tuple(stories) for slug, stories in lists.items()}

    def absolute(self, path: str) -> str:
        """Return the URL of a path; an absolute URL stays."""
        return path if path.startswith(("http", "data:")) else f"https://{self.host}{path}"

    def photo(self, path: str) -> str:
        """Return the URL of a photo as it is expected: without the stamp that keeps changing."""
        return _STAMP.sub("", self.absolute(path))

    def path(self, story: Story, section: str | None = None, language: str = "") -> str:
        """Return the path of a story's page under a section (its home) in ``/vi`` or ``/en``."""
        return PATHS[self.family](story, section or story.sections[0], language)

    def stamp(self, story: Story, section: str | None = None) -> str:
        """Return the form of the date line on a story's page under a section."""
        return story.stamp or self.by_slug[section or story.sections[0]].stamp

    def expect(self, story: Story, section: str | None = None) -> Article:
        """Return what an ideal parser reads from a story's page under a section (its home)."""
        form = self.stamp(story, section)
        at = story.published_at if form != "none" else None
        return Article(
            site=self.name,
            key=story.key,
            url=self.absolute(self.path(story, section)),
            title=story.title,
            section=self.by_slug[section or story.sections[0]].title,
            published_at=at,
            published_raw=STAMPS[form](at) if at else None,
            abstract=story.abstract,
            body=story.body,
            images=self._images(story),
            byline=story.byline,
            attachments=self._attachments(story),
            keywords=story.keywords,
            language="vi",
            views=story.views if form in _WITH_VIEWS else None,
        )

    def expected(self) -> dict[str, Article]:
        """Return by key what an ideal parser reads from every story at home."""
        return {story.key: self.expect(story) for story in self.stories}

    def _images(self, story: Story) -> tuple[Image, ...]:
        lead = (Image(url=self.photo(story.lead)),) if story.lead else ()
        photos = (block for block in story.blocks if isinstance(block, Photo))
        return lead + tuple(
            Image(url=self.photo(photo.url), caption=" ".join(photo.caption) or None)
            for photo in photos
        )

    def _attachments(self, story: Story) -> tuple[Attachment, ...]:
        files = (block for block in story.blocks if isinstance(block, File) and not block.web)
        return tuple(Attachment(url=self.absolute(file.url), title=file.title) for file in files)


def _age(story: Story) -> tuple[float, str]:
    return (story.published_at.timestamp() if story.published_at else 0.0, story.key)
