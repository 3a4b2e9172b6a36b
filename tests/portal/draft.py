"""A story that is being written, and what may be put into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from portal.blocks import Block, File, Paragraph, Photo, Table

if TYPE_CHECKING:
    from portal.site import Story
    from portal.texts import Texts

_GROUP: Final = "/documents/554897"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A story that is being written, with the texts of its own seed."""

    texts: Texts
    story: Story
    sentences: int

    def photo(self, lines: int = 1, **facts: str | bool | tuple[str, ...]) -> Photo:
        """Return a photo whose caption is printed in so many lines."""
        words = self.texts.sentence("caption").split(" ")
        cut = len(words) // 2
        halves = (" ".join(words[:cut]), " ".join(words[cut:]))
        caption = {0: (), 1: (" ".join(words),), 2: halves}[lines]
        number = self.texts.random.randint(10_000, 99_999)
        url = f"{_GROUP}/555005/anh+{number}.jpg/{_uuid(self.texts)}?t=15{number}68000"
        return replace(Photo(url=url, caption=caption), **facts)  # type: ignore[arg-type]  # fields by name

    def file(self) -> File:
        """Return a sentence that links to a document."""
        number = self.texts.random.randint(10, 999)
        return File(
            url=f"{_GROUP}/716507/van+ban+{number}.pdf/{_uuid(self.texts)}",
            title=self.texts.sentence("link"),
            before="Chi tiết xem tại: ",
            after="./.",
        )

    def table(self) -> Table:
        """Return a table with a head, three columns and an empty cell."""
        head = ("Đơn vị", "Nội dung", "Số lượng")
        rows = [
            (self.texts.make("ward"), self.texts.make("topic"), self.texts.make("n"))
            for _ in range(3)
        ]
        tall = (self.texts.make("ward"), self.texts.make("topic") + ";\nphấn đấu vượt", "1.250")
        return Table(rows=(head, *rows, tall, ("Cộng", "", self.texts.make("n"))))

    def paragraphs(self, count: int, style: str = "plain", dirt: str = "") -> tuple[Block, ...]:
        """Return paragraphs of one style and dirt."""
        return tuple(
            Paragraph(text=self.texts.paragraph(self.sentences), style=style, dirt=dirt)
            for _ in range(count)
        )

    def lines(self, count: int) -> Paragraph:
        """Return one paragraph that is broken into several by pairs of ``<br>``."""
        return Paragraph(text="\n".join(self.texts.paragraph(2) for _ in range(count)))

    def with_blocks(self, *blocks: Block) -> Story:
        """Return the story with blocks in the middle of its body."""
        body = self.story.blocks
        return replace(self.story, blocks=(*body[:2], *blocks, *body[2:]))


def _uuid(texts: Texts) -> str:
    digits = f"{texts.random.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
