"""The catalogue: what a storage answers beyond the records themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from archiver.likeness.clusters import Cluster, Parting
    from archiver.likeness.similarity import Name
    from archiver.records import History
    from archiver.search.documents import Document
    from archiver.search.results import Results
    from archiver.selection import Selection
    from archiver.webarchives.gaps import Known


class Catalogue(ABC):
    """Answers questions about a storage that is open. Answers are plain data, in a stated order."""

    @abstractmethod
    def select(self, selection: Selection) -> Iterator[History]:
        """Return the selected articles one by one, by site and key, whatever their number."""

    @abstractmethod
    def known(self, site: str) -> Iterator[Known]:
        """Return the articles of a site that anything has named one by one, in any order."""

    # --- clusters

    @abstractmethod
    def clusters(self, selection: Selection) -> Iterator[Cluster]:
        """Return the clusters that a selected article is in, the largest first."""

    @abstractmethod
    def cluster(self, name: Name) -> Cluster | None:
        """Return the cluster of an article, ``None`` where it is in none."""

    @abstractmethod
    def partings(self, site: str | None = None) -> list[Parting]:
        """Return what persons have put apart or taken back, the latest first."""

    @abstractmethod
    def part(self, one: Name, others: Sequence[Name], reason: str, at: datetime) -> None:
        """Put an article apart from others for good. The storage must be open for writing."""

    @abstractmethod
    def rejoin(self, one: Name, others: Sequence[Name], at: datetime) -> None:
        """Take back that an article was put apart. The storage must be open for writing."""

    @abstractmethod
    def search(self, selection: Selection, limit: int = 20, *, newest: bool = False) -> Results:
        """Return the best hits of ``selection.words`` among the selected, or the newest.

        Raises ``SettingsError`` where there is no word to look for.
        """

    @abstractmethod
    def document(self, number: str, selection: Selection) -> list[Document]:
        """Return the documents of a number that the selected articles cite, by date.

        How the number is separated, accents and leading zeros make no difference.
        """

    @abstractmethod
    def datasette(self) -> Mapping[str, Any]:
        """Return what Datasette is to be told of the database: titles, columns, facets, search.

        Raises ``SettingsError`` where Datasette cannot open it.
        """
