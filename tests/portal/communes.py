"""Portals of communes, one on each of the systems that the two of Long Biên are not on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from portal.blocks import Photo
from portal.site import Section, Site, Story
from portal.stamps import HANOI
from portal.stories import moment, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.blocks import Block

_DELTA: Final = 5


def _number(number: int, _: Story) -> str:
    return str(70_000 + number * 13)


def _slug(number: int, story: Story) -> str:
    return f"{story.slug[:50].strip('-')}-{number}"


def _of_a_day(number: int, story: Story) -> str:
    at = story.published_at or datetime(2024, 1, 1, tzinfo=HANOI)
    return f"{at.year}-{at.month}-{at.day}/{_slug(number, story)}"


def _of_a_month(number: int, story: Story) -> str:
    at = story.published_at or datetime(2024, 1, 1, tzinfo=HANOI)
    return f"{at:%Y/%m}/{_slug(number, story)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """What a system prints of a story, and how it names it.

    ``stamp`` is the form of its dates; one that prints days alone has no times.
    """

    family: str
    host: str
    slugs: tuple[str, str]
    stamp: str
    key: Callable[[int, Story], str] = _number
    abstract: bool = True
    keywords: bool = False
    exact: bool = True
    titles: tuple[str, str] = field(default=("Tin tức", "Văn hóa - xã hội"))

    def site(self, articles: int = 18, *, seed: int = 3, size: int = 0) -> Site:
        """Return the portal with so many articles."""
        sections = tuple(
            Section(slug=slug, title=title, delta=_DELTA, stamp=self.stamp)
            for slug, title in zip(self.slugs, self.titles, strict=True)
        )
        return Site(
            name=self.family.replace(" ", "-"),
            title="Cổng thông tin điện tử xã Bãi Bồi",
            family=self.family,
            host=self.host,
            sections=sections,
            stories=tuple(self._story(number, articles, seed) for number in range(articles)),
            size=size,
        )

    def _story(self, number: int, articles: int, seed: int) -> Story:
        first = datetime(2023, 1, 9, 8, tzinfo=HANOI)
        last = datetime(2025, 5, 30, 16, 30, tzinfo=HANOI)
        at = moment(first, last, number / articles)
        where = (self.slugs[number % 2],)
        story = write(number * 3, seed=seed, sections=where, key="0", at=at, sentences=3)
        at = story.published_at or at
        story = replace(
            story,
            lead=None,
            abstract=story.abstract if self.abstract else None,
            abstract_again=story.abstract_again and self.abstract,
            keywords=story.keywords if self.keywords else (),
            blocks=tuple(map(_lasting, story.blocks)),
            published_at=at if self.exact else at.replace(hour=0, minute=0),
        )
        return replace(story, key=self.key(number, story))


def _lasting(block: Block) -> Block:
    """Return the block with its photo at an address that stays: only Liferay's have a stamp."""
    return replace(block, url=block.url.partition("?t=")[0]) if isinstance(block, Photo) else block


COMMUNES: Final = {
    commune.family: commune
    for commune in (
        Commune(
            family="asset publisher",
            host="baiboi.liferay.example",
            slugs=("tin-tuc", "van-hoa-xa-hoi"),
            stamp="asset",
            key=_slug,
            abstract=False,
            keywords=True,
        ),
        Commune(
            family="vcms",
            host="baiboi.vcms.example",
            slugs=("tin-tuc", "van-hoa-xa-hoi"),
            stamp="day",
            exact=False,
        ),
        Commune(
            family="tandan",
            host="baiboi.tandan.example",
            slugs=("Tin-tuc", "Van-hoa-xa-hoi"),
            stamp="vnportal",
            key=_of_a_day,
            keywords=True,
        ),
        Commune(
            family="ministry",
            host="baiboi.ministry.example",
            slugs=("1145", "1187"),
            stamp="spoken",
        ),
        Commune(
            family="dnn",
            host="baiboi.dnn.example",
            slugs=("tin-tuc-chung", "van-hoa-xa-hoi"),
            stamp="iso",
            keywords=True,
        ),
        Commune(
            family="webforms",
            host="baiboi.webforms.example",
            slugs=("tin-tuc", "van-hoa-xa-hoi"),
            stamp="vnportal",
            keywords=True,
        ),
        Commune(
            family="wordpress",
            host="baiboi.wordpress.example",
            slugs=("tin-tuc", "van-hoa-xa-hoi"),
            stamp="day",
            key=_of_a_month,
            abstract=False,
            keywords=True,
        ),
        Commune(
            family="unknown",
            host="baiboi.unknown.example",
            slugs=("tin-tuc", "van-hoa-xa-hoi"),
            stamp="vnportal",
            key=lambda number, story: f"tin/{story.slug[:60].strip('-')}-{4000 + number}.html",
        ),
    )
}
"""By family."""
