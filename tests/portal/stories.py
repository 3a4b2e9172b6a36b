"""Writes a site's articles: ordinary ones and, in turn, every hard case met on real portals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from portal.blocks import Items, Paragraph, Pasted
from portal.draft import Draft
from portal.site import Story
from portal.stamps import HANOI
from portal.texts import Texts, slug

if TYPE_CHECKING:
    from collections.abc import Callable

_PIXEL: Final = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
DIRTY: Final = (
    "decomposed",
    "zero width",
    "look-alike",
    "hard spaces",
    "tone first",
    "named",
    "wrapped",
)


def _dirty(draft: Draft, dirt: str) -> Story:
    return draft.with_blocks(*draft.paragraphs(2, dirt=dirt))


def _styled(draft: Draft, style: str) -> Story:
    return draft.with_blocks(*draft.paragraphs(2, style=style))


def _abstract_again(draft: Draft) -> Story:
    abstract = draft.story.abstract or draft.texts.sentence("abstract")
    return replace(draft.story, abstract=abstract, abstract_again=True)


def _bold_first(draft: Draft) -> Story:
    first = Paragraph(text=draft.texts.sentence("abstract"), style="bold")
    return replace(draft.story, abstract=None, blocks=(first, *draft.story.blocks))


def _only_file(draft: Draft) -> Story:
    return replace(draft.story, abstract=None, byline=None, blocks=(draft.file(),))


def _empty(draft: Draft) -> Story:
    abstract = draft.texts.sentence("abstract")
    return replace(draft.story, abstract=abstract, byline=None, blocks=())


def _bare(draft: Draft) -> Story:
    return replace(draft.story, blocks=draft.paragraphs(4, style="bare"))


def _midnight(draft: Draft) -> Story:
    at = draft.story.published_at
    return replace(draft.story, published_at=at.replace(hour=0, minute=0) if at else None)


def _items(draft: Draft) -> Story:
    items = tuple(draft.texts.sentence("item") for _ in range(4))
    return draft.with_blocks(Items(items=items), Items(items=items[:2], ordered=True))


def _pasted(draft: Draft) -> Story:
    pasted = Pasted(title=draft.texts.sentence("title"), text=draft.texts.paragraph())
    return draft.with_blocks(pasted)


def _typed_items(draft: Draft) -> Story:
    lines = "\n".join(f"- {draft.texts.sentence('item')}" for _ in range(3))
    return draft.with_blocks(Paragraph(text=lines))


def _old_files(draft: Draft) -> Story:
    ticket = "http://qlvb.longbien.gov.vn/LinkClick.aspx?fileticket=kZ3dQ%3d&tabid=91"
    mail = "https://mail.hanoi.gov.vn/service/home/~/?auth=co&loc=vi_VN&id=17580&part=3"
    files = (replace(draft.file(), url=url) for url in (ticket, mail))
    web = replace(draft.file(), url="http://chinhphu.vn/van-ban-moi", web=True)
    return draft.with_blocks(*files, web)


def _sourced(draft: Draft) -> Story:
    return replace(draft.story, byline="(Nguồn: Báo Đô thị ven sông)")


def _headings(draft: Draft) -> Story:
    heading = Paragraph(text=draft.texts.sentence("heading"), style="heading")
    centred = Paragraph(text="CHƯƠNG TRÌNH HÀNH ĐỘNG", style="centred")
    return draft.with_blocks(heading, *draft.paragraphs(1), centred, *draft.paragraphs(1))


CASES: Final[dict[str, Callable[[Draft], Story]]] = {
    "photo": lambda draft: draft.with_blocks(draft.photo()),
    "caption of two lines": lambda draft: draft.with_blocks(draft.photo(2), draft.photo(1)),
    "photo without caption": lambda draft: draft.with_blocks(draft.photo(0, style="css")),
    "gap before caption": lambda draft: draft.with_blocks(draft.photo(1, gap=True)),
    "linked photo": lambda draft: draft.with_blocks(draft.photo(1, style="linked")),
    "inline photo": lambda draft: draft.with_blocks(draft.photo(1, url=_PIXEL)),
    "loose caption": lambda draft: draft.with_blocks(draft.photo(1, style="loose")),
    "credit": lambda draft: draft.with_blocks(draft.photo(1, caption=("(Ảnh: Minh Khuê)",))),
    "abstract again": _abstract_again,
    "bold first": _bold_first,
    "attachment": lambda draft: draft.with_blocks(draft.file()),
    "only attachment": _only_file,
    "old attachments": _old_files,
    "table": lambda draft: draft.with_blocks(draft.table()),
    "items": _items,
    "typed items": _typed_items,
    "source": _sourced,
    "no date": lambda draft: replace(draft.story, stamp="none"),
    "empty": _empty,
    "bare": _bare,
    "broken lines": lambda draft: draft.with_blocks(draft.lines(3)),
    "midnight": _midnight,
    "pasted": _pasted,
    "headings": _headings,
    **{style: partial(_styled, style=style) for style in ("word", "div", "boxed", "broken")},
    **{dirt: partial(_dirty, dirt=dirt) for dirt in DIRTY},
}
"""Every second story is one of these, in this order; the others are ordinary."""


def write(
    number: int, *, seed: int, sections: tuple[str, ...], key: str, at: datetime, sentences: int
) -> Story:
    """Write the story of a number, from 0; equal arguments give an equal story.

    ``sentences`` are in each paragraph.
    """
    texts = Texts(f"{seed}/{number}")
    chance = texts.random.random
    title = texts.sentence("title")
    story = Story(
        key=key,
        slug=slug(title),
        title=title,
        sections=sections,
        published_at=at,
        views=texts.random.randint(3, 6_000),
        abstract=texts.sentence("abstract") if chance() < 0.65 else None,
        lead=f"/image/journal/article?img_id={int(key) - 1}" if chance() < 0.5 else None,
        byline=texts.make("person") if chance() < 0.5 else None,
        keywords=tuple(dict.fromkeys(texts.make("keyword") for _ in range(2))),
        login=texts.random.choice(("Ban bien tap", "admin admin")),
    )
    draft = Draft(texts=texts, story=story, sentences=sentences)
    body = draft.paragraphs(texts.random.randint(3, 7), dirt="named" if number % 2 else "")
    draft = replace(draft, story=replace(story, blocks=body))
    if number % 2:
        return CASES["photo"](draft) if number % 4 == 1 else draft.story
    return tuple(CASES.values())[number // 2 % len(CASES)](draft)


def reposted(story: Story, *, key: str) -> Story:
    """Return the same words posted again a day later under another key."""
    later = story.published_at + timedelta(days=1) if story.published_at else None
    lead = story.lead and f"/image/journal/article?img_id={int(key) - 1}"
    return replace(story, key=key, published_at=later, lead=lead, views=7)


def moment(first: datetime, last: datetime, share: float) -> datetime:
    """Return the whole minute at a share of the way from first to last, in Hanoi's time."""
    at = first + (last - first) * share
    return at.replace(second=0, microsecond=0, tzinfo=HANOI)
