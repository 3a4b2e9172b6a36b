"""Does a revision mean that the words changed, always and only then?

Each article of two simulated portals, one of each family, is looked at three times: as it is; when
only what is no wording has changed; and when, beside that, an editor has changed one thing. The
pages go through parser, validation and storage, whose outcome is compared with the label.

    python bench/revisions.py [ARTICLES]
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver import Kind, Link, Outcome
from archiver.parsing.page import Page
from archiver.parsing.validation import examine
from archiver.testing.desk import DAY, Desk, desk, visit
from archiver_plugins.longbien import LongBien, PhucLoi
from archiver_storage.sql import SqlStorage
from portal.answers import Request
from portal.blocks import Paragraph, Photo
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.stories import write
from portal.texts import Texts
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver import Parser
    from portal.blocks import Block
    from portal.site import Site, Story

    Change = Callable[[Story], Story | None]

ARTICLES = 3_000
BATCH = 64
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
EDITED = 2
"""Number of the look at which an edit is there."""
STYLES = {"plain": "word", "div": "plain", "word": "plain"}
TAGS = re.compile(r"(<script.*?</script>|<[^>]*>)", re.DOTALL)


# --- what changes without a word being changed


def _each(change: Callable[[Story], Story], site: Site) -> Site:
    return replace(site, stories=tuple(map(change, site.stories)))


def _blocks(change: Callable[[Block], Block], story: Story) -> Story:
    return replace(story, blocks=tuple(map(change, story.blocks)))


def _dirty(dirt: str, block: Block) -> Block:
    return replace(block, dirt=dirt) if isinstance(block, Paragraph) else block


def _styled(block: Block) -> Block:
    """Write a paragraph as Word does, and what Word wrote plainly."""
    if not isinstance(block, Paragraph) or block.style not in STYLES:
        return block
    return replace(block, style=STYLES[block.style])


def _cached(block: Block) -> Block:
    """Give a photo's address another cache parameter."""
    if not isinstance(block, Photo) or block.url.startswith("data:"):
        return block
    return replace(block, url=block.url.partition("?")[0] + "?t=1799999999999")


def _read(story: Story) -> Story:
    return replace(story, views=story.views + 977)


def _further(site: Site) -> Site:
    """Publish more in every section, so that lists of related articles are others."""
    at = max(story.published_at for story in site.stories if story.published_at)
    more = (
        write(n, seed=99, sections=(s.slug,), key=str(9 * 10**17 + n), at=at + DAY, sentences=2)
        for s in site.sections
        for n in range(8)
    )
    return replace(site, stories=(*site.stories, *(replace(m, lead=None) for m in more)))


def _theme(site: Site) -> Site:
    title = f"{site.title} (giao diện mới)"
    return replace(site, title=title, size=60_000, sections=site.sections[::-1])


def _spaced(html: str) -> str:
    """Write the page's texts with other white space."""
    parts = TAGS.split(html)
    parts[::2] = [part.replace(" ", " \n\t ").replace("\n", "\n ") for part in parts[::2]]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Noise:
    """What changes of the site, of the page as it is written, or at every fetch."""

    site: Callable[[Site], Site] = lambda site: site
    page: Callable[[str], str] = str
    counting: bool = False


NOISES = {
    "views": Noise(partial(_each, _read)),
    "white space": Noise(page=_spaced),
    "NFD": Noise(page=partial(unicodedata.normalize, "NFD")),
    "no-break spaces": Noise(partial(_each, partial(_blocks, partial(_dirty, "hard spaces")))),
    "unseen characters": Noise(partial(_each, partial(_blocks, partial(_dirty, "zero width")))),
    "named characters": Noise(partial(_each, partial(_blocks, partial(_dirty, "named")))),
    "image cache parameters": Noise(partial(_each, partial(_blocks, _cached)), counting=True),
    "related lists": Noise(_further),
    "another theme": Noise(_theme),
    "the editor's markup": Noise(partial(_each, partial(_blocks, _styled))),
}
"""How a page comes to differ from the one before that says the same."""


# --- what an editor changes


def _replaced(story: Story, number: int, *blocks: Block) -> Story:
    return replace(story, blocks=(*story.blocks[:number], *blocks, *story.blocks[number + 1 :]))


def _reworded(pattern: str, by: Callable[[re.Match[str]], str], story: Story) -> Story | None:
    """Return the story with one place of its paragraphs changed, if there is such a place."""
    for number, block in enumerate(story.blocks):
        if isinstance(block, Paragraph) and re.search(pattern, block.text):
            changed = replace(block, text=re.sub(pattern, by, block.text, count=1))
            return _replaced(story, number, changed)
    return None


def _shorter(story: Story) -> Story | None:
    for number, block in enumerate(story.blocks):
        if isinstance(block, Paragraph) and len(story.blocks) > 1:
            return _replaced(story, number)
    return None


def _captioned(story: Story) -> Story | None:
    for number, block in enumerate(story.blocks):
        if isinstance(block, Photo) and block.caption:
            last = f"{block.caption[-1]} (bên phải)"
            return _replaced(story, number, replace(block, caption=(*block.caption[:-1], last)))
    return None


NAMES = "|".join(Texts(0).make("given") for _ in range(60))
EDITS: dict[str, Change] = {
    "a number": partial(_reworded, r"\d+", lambda found: str(int(found[0]) + 1)),
    "a name": partial(_reworded, rf"\b(?:{NAMES})\b", lambda _: "Lân"),
    "one word": partial(_reworded, r"\b(?:và|có|là|của|ở)\b", lambda _: "cùng"),
    "one accent": partial(_reworded, r"đ", lambda _: "d"),
    "a paragraph removed": _shorter,
    "a caption": _captioned,
    "the headline": lambda story: replace(story, title=f"{story.title} (cập nhật)"),
}


# --- looking


@dataclass(frozen=True, slots=True)
class Case:
    """A story, what of its page changes that is no wording, and what an editor changes."""

    key: str
    noise: str
    edit: str


@dataclass(frozen=True, slots=True)
class Family:
    """A portal of a family, and the parser that reads it."""

    site: Site
    pages: type[Liferay | VnPortal]
    parser: Parser

    def cases(self) -> Iterator[Case]:
        """Yield what is to change of each story that has a place for an edit."""
        for number, story in enumerate(self.site.stories):
            able = [name for name, edit in EDITS.items() if edit(story)]
            if able:
                edit = able[number // len(NOISES) % len(able)]
                yield Case(story.key, list(NOISES)[number % len(NOISES)], edit)

    def looks(self, case: Case) -> tuple[Page, Page, Page]:
        """Return the three pages of a story."""
        noise = NOISES[case.noise]
        edited = self._served(case.edit, case.noise)
        return (
            self._page(self._served(None, None), case.key, 0, str),
            self._page(self._served(None, case.noise), case.key, 1, noise.page),
            self._page(edited, case.key, 2, noise.page),
        )

    def _page(
        self, pages: Liferay | VnPortal, key: str, day: int, change: Callable[[str], str]
    ) -> Page:
        url = self.site.absolute(path := self.site.path(self.site.by_key[key]))
        html = change(pages.answer(Request(target=path)).body.decode())
        return Page(url=url, body=html.encode(), captured_at=FIRST + day * DAY)

    @cache  # noqa: B019  # lives as long as the bench
    def _served(self, edit: str | None, noise: str | None) -> Liferay | VnPortal:
        """Return what answers for the portal in which every story was edited, or none."""
        site = self.site
        if edit is not None:
            change = EDITS[edit]
            site = _each(lambda story: change(story) or story, site)
        made = NOISES[noise] if noise else Noise()
        return self.pages(Content(made.site(site), counting=made.counting))


def saved(place: Desk, family: Family, cases: list[Case]) -> Iterator[tuple[Case, Outcome, bool]]:
    """Look at stories and save what was read; yield each outcome, and if there was an edit."""
    links = {
        case.key: Link(url=f"http://toy/{case.key}", kind=Kind.ARTICLE, key=case.key)
        for case in cases
    }
    place.add(*links.values())
    tasks = {task.link.key: task for task in place.lease()}
    for day, pages in enumerate(zip(*map(family.looks, cases), strict=True)):
        visits = [
            visit(
                tasks[case.key],
                page.captured_at,
                article=examine(family.parser.parse(page), family.parser, page.captured_at)[0],
            )
            for case, page in zip(cases, pages, strict=True)
        ]
        for case, settled in zip(cases, place.save(*visits), strict=True):
            if day and settled.outcome:
                yield case, settled.outcome, day == EDITED


def measure(family: Family) -> tuple[Counter[str], Counter[str]]:
    """Return how many looks of each kind there were, and how many of them were told wrong."""
    looks: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    cases = list(family.cases())
    with TemporaryDirectory() as folder, desk(SqlStorage(folder=Path(folder))) as place:
        for first in range(0, len(cases), BATCH):
            for case, outcome, edited in saved(place, family, cases[first : first + BATCH]):
                kind = case.edit if edited else case.noise
                looks[kind] += 1
                wrong[kind] += (outcome is Outcome.REVISED) is not edited
    return looks, wrong


def main() -> int:
    """Measure, print, and return 1 where a revision is false or missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    families = (
        Family(longbien(count * 2 // 3, sentences=2), Liferay, LongBien()),
        Family(phuc_loi(count // 3, sentences=2), VnPortal, PhucLoi()),
    )
    told = [measure(family) for family in families]
    print(f"{'':24}{'Liferay':>12}{'vnPortal':>12}   looks told wrong, of all")
    for kind in (*NOISES, *EDITS):
        row = "".join(f"{wrong[kind]:5} of {looks[kind]:<4}" for looks, wrong in told)
        print(f"  {kind:22}{row}")
    false = sum(wrong[kind] for _, wrong in told for kind in NOISES)
    missed = sum(wrong[kind] for _, wrong in told for kind in EDITS)
    right = sum(looks[kind] for looks, _ in told for kind in EDITS) - missed
    precision, recall = right / (right + false), right / (right + missed)
    print(f"precision {precision:.4f}, recall {recall:.4f}; both are to be 1")
    return int(false + missed > 0)


if __name__ == "__main__":
    sys.exit(main())
