"""The catalogue: what a storage answers beyond the records themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.records import History
    from archiver.selection import Selection


class Catalogue(ABC):
    """Answers questions about a storage that is open. Answers are plain data, in a stated order."""

    @abstractmethod
    def select(self, selection: Selection) -> Iterator[History]:
        """Return the selected articles one by one, by site and key, whatever their number."""
