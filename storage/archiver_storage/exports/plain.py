"""Plain text: articles to read, with where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from archiver.exchange.formats import Format
from archiver.terminal import safe
from archiver_storage.exports.provenance import head, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from archiver.records import History


class Plain(Format):
    """Title, words, provenance; a rule after each article."""

    name: ClassVar[str] = "text"
    suffix: ClassVar[str] = ".txt"
    about: ClassVar[str] = "plain text to read, with its provenance"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write articles in their latest wording."""
        for history in articles:
            parts = _parts(history, self.portal(history.site))
            file.write(("\n\n".join(map(safe, parts)) + f"\n\n{'-' * 72}\n\n").encode())


def _parts(history: History, portal: str) -> Iterator[str]:
    article = history.revisions[-1].article
    yield article.title
    yield "\n".join(f"{name}: {value}" for name, value in head(history, portal))
    if article.abstract:
        yield article.abstract
    yield from article.body
    for image in article.images:
        yield f"[photo: {image.caption or 'no caption'} {image.url}]"
    for attachment in article.attachments:
        yield f"[attachment: {attachment.title} {attachment.url}]"
    yield "\n".join(f"{name}: {value}" for name, value in provenance(history))
