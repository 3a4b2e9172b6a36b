"""Formats: how articles leave an archive, and come back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from archiver.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from archiver.evidence import Evidence
    from archiver.records import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where the captured pages of articles are: the archive's folder, and what looks them up."""

    folder: Path
    evidence: Callable[[], Evidence]


@dataclass(frozen=True, slots=True)
class Format(ABC):
    """Writes articles to a file.

    ``suffix`` ends the names of such files, ``about`` says in a line what they are good for;
    ``portal`` returns the title of a site's portal, ``pages`` are for formats that hold these.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    about: ClassVar[str]

    portal: Callable[[str], str] = str
    pages: Pages | None = None

    @abstractmethod
    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write articles as they come, in memory that does not grow with their number.

        Raises ``SettingsError`` where a library that is needed is not installed.
        """

    def write_whole(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a whole archive, of which these are all articles.

        As ``write``, but in formats that hold what is no article's.
        """
        self.write(articles, file)

    def read(self, file: BinaryIO) -> Iterator[tuple[int, History]]:
        """Return what was written, whole articles or parts of them, with the numbers of the lines.

        Raises ``SourceError``, which names the line, for what is cut or wrong; ``SettingsError``
        where this format leaves out what an archive needs.
        """
        del file
        message = f"{self.name} does not hold all that an archive needs; import jsonl"
        raise SettingsError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatInfo:
    """What is known of a format."""

    name: str
    suffix: str
    about: str

    @classmethod
    def of(cls, kind: type[Format]) -> Self:
        """Describe a format."""
        return cls(name=kind.name, suffix=kind.suffix, about=kind.about)
