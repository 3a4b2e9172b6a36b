"""The portals of Long Biên as they might be: quận Long Biên on Liferay, phường Phúc Lợi anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from portal.blocks import Block, Photo
from portal.site import Section, Site, Story
from portal.stamps import HANOI
from portal.stories import moment, reposted, write
from portal.texts import layout_slug, slug

_NEWS: Final = "tin-tuc-su-kien"
_TENDERS: Final = layout_slug("Đấu thầu mua sắm công")
LONGBIEN_SECTIONS: Final = (
    Section(slug=_NEWS, title="Tin tức - sự kiện"),
    Section(slug=layout_slug("Đảng - đoàn thể"), title="Đảng - đoàn thể", stamp="seed"),
    Section(slug="van-hoa-xa-hoi", title="Văn hóa - xã hội", delta=15),
    Section(slug=layout_slug("Kinh tế - đô thị"), title="Kinh tế - đô thị", stamp="bare"),
    Section(slug="an-ninh-quoc-phong", title="An ninh - quốc phòng", stamp="no views"),
    Section(slug="cai-cach-hanh-chinh", title="Cải cách hành chính", stamp="weekday", delta=10),
    Section(slug="giao-duc", title="Giáo dục", delta=15),
    Section(slug=_TENDERS, title="Đấu thầu mua sắm công", delta=1, stamp="bare", full=True),
)
_PHUC_LOI_TITLES: Final = (
    "Thông tin tuyên truyền",
    "Đảng - đoàn thể",
    "Văn hóa - xã hội",
    "Cải cách hành chính",
)
PHUC_LOI_SECTIONS: Final = tuple(
    Section(slug=slug(title), title=title, delta=10, stamp="vnportal") for title in _PHUC_LOI_TITLES
)
_REPOSTED: Final = 40
_REPOST_AFTER: Final = 6


def longbien(articles: int = 250, *, seed: int = 1, size: int = 0, sentences: int = 4) -> Site:
    """Return quận Long Biên's portal of 2014 to June 2025.

    Article pages have ``size`` bytes or more, paragraphs so many ``sentences``.
    """
    first = datetime(2014, 1, 6, 8, tzinfo=HANOI)
    last = datetime(2025, 6, 20, 16, 30, tzinfo=HANOI)
    stories: list[Story] = []
    for number in range(articles):
        at = moment(first, last, number / articles)
        key = str(1_000_000 + number * 43)
        if number % _REPOSTED == _REPOSTED - 1:
            stories.append(reposted(stories[number - _REPOST_AFTER], key=key))
        else:
            where = _longbien_sections(number)
            stories.append(
                write(number, seed=seed, sections=where, key=key, at=at, sentences=sentences)
            )
    return Site(
        name="longbien",
        title="Cổng thông tin điện tử Quận Long Biên",
        family="liferay",
        host="longbien.hanoi.gov.vn",
        sections=LONGBIEN_SECTIONS,
        stories=tuple(stories),
        size=size,
    )


def _longbien_sections(number: int) -> tuple[str, ...]:
    """Return the sections of a story: one of its own, the news for some, tenders for a few."""
    others = LONGBIEN_SECTIONS[1:-1]
    home = others[number % len(others)].slug
    news = (_NEWS,) if number % 8 == 0 else ()
    tenders = (_TENDERS,) if number % 50 == 0 else ()  # a few
    return (home, *news, *tenders)


def phuc_loi(articles: int = 60, *, seed: int = 2, size: int = 0, sentences: int = 4) -> Site:
    """Return phường Phúc Lợi's portal of July to October 2025."""
    first = datetime(2025, 7, 2, 8, tzinfo=HANOI)
    last = datetime(2025, 10, 17, 16, 30, tzinfo=HANOI)
    stories = []
    for number in range(articles):
        at = moment(first, last, number / articles)
        made = at + timedelta(seconds=number % 60, minutes=-3)
        key = f"2702{made:%y%m%d%H%M%S}{number * 7 % 1000}"
        where = (PHUC_LOI_SECTIONS[number % len(PHUC_LOI_SECTIONS)].slug,)
        story = write(number, seed=seed, sections=where, key=key, at=at, sentences=sentences)
        blocks = tuple(map(_moved, story.blocks))
        stories.append(replace(story, lead=None, stamp=None, blocks=blocks))
    return Site(
        name="phuc-loi",
        title="Trang TTĐT Phường Phúc Lợi",
        family="vnportal",
        host="phucloi.hanoi.gov.vn",
        sections=PHUC_LOI_SECTIONS,
        stories=tuple(stories),
        size=size,
    )


def _moved(block: Block) -> Block:
    """Return the block with its photo where the new platform keeps photos."""
    if not isinstance(block, Photo) or block.url.startswith("data:"):
        return block
    name = block.url.split("/")[-1].partition("?")[0]
    return replace(block, url=f"https://sqhx-hanoi.mediacdn.vn/91579363132710912/2025/{name}.jpg")


MAKERS: Final = {"liferay": longbien, "vnportal": phuc_loi}
