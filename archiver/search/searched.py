"""What of an article is searched: its title, and all other text that it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Title and text of an article's latest wording; the parts of the text stand in lines.

    The parts are abstract, body, captions, byline, titles of attachments, and the numbers of
    documents that the text names without printing them in full.
    """

    title: str
    text: str

    @classmethod
    def of_parts(cls, title: str, *parts: str | None) -> Self:
        """Return what is searched of an article that has these parts."""
        return cls(title=title, text="\n".join(filter(None, parts)))

    def naming(self, numbers: Collection[str]) -> Self:
        """Return the same with the numbers of documents at its end."""
        return replace(self, text="\n".join([self.text, *numbers])) if numbers else self
