"""Markdown: articles to read and quote, with where they come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from archiver.exchange.formats import Format
from archiver.terminal import safe
from archiver_storage.exports.provenance import head, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from archiver.records import History

MARKS = re.compile(r"([\\`*_{}\[\]<>|~&])")
LEADING = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))", re.MULTILINE)
URL = re.compile(r"https?://\S+")
IN_URL = "/:?&=#%+,;@!*'~$"


class Markdown(Format):
    """Title, words, provenance; a rule after each article."""

    name: ClassVar[str] = "markdown"
    suffix: ClassVar[str] = ".md"
    about: ClassVar[str] = "Markdown to read and quote, with its provenance"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write articles in their latest wording."""
        for history in articles:
            parts = _parts(history, self.portal(history.site))
            file.write(("\n\n".join(map(safe, parts)) + "\n\n---\n\n").encode())


def _parts(history: History, portal: str) -> Iterator[str]:
    article = history.revisions[-1].article
    yield f"# {_text(article.title)}"
    yield _list(head(history, portal))
    if article.abstract:
        yield f"**{_text(article.abstract)}**"
    for paragraph in article.body:
        yield _text(paragraph)
    for image in article.images:
        yield f"![{_text(image.caption or '')}]({_link(image.url)})"
    for attachment in article.attachments:
        yield f"[{_text(attachment.title)}]({_link(attachment.url)})"
    yield "## Provenance"
    yield _list(provenance(history))


def _list(told: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {_value(value)}" for name, value in told)


def _value(text: str) -> str:
    return f"<{_link(text)}>" if URL.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    """Return text that no Markdown reader takes for marks."""
    return LEADING.sub(_kept, MARKS.sub(r"\\\1", text))


def _kept(found: re.Match[str]) -> str:
    """Keep what begins a line from beginning a list or a heading."""
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _link(url: str) -> str:
    return quote(url, IN_URL)
