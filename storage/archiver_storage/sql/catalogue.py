"""The catalogue of an SQL database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archiver import SettingsError
from archiver.catalogue import Catalogue
from archiver_storage.sql.articles import mentions, partings
from archiver_storage.sql.asking import copies, gaps, queries

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
    from archiver_storage.sql.database import Database


@dataclass(frozen=True, slots=True)
class SqlCatalogue(Catalogue):
    """Asks a database that is open."""

    database: Database

    def select(self, selection: Selection) -> Iterator[History]:
        """Return the selected articles."""
        with self.database.transaction() as connection:
            yield from queries.selected(connection, selection)

    def known(self, site: str) -> Iterator[Known]:
        """Return what is known of a site's articles."""
        with self.database.transaction() as connection:
            yield from gaps.known(connection, site)

    # --- clusters

    def clusters(self, selection: Selection) -> Iterator[Cluster]:
        """Return the clusters that a selected article is in."""
        with self.database.transaction() as connection:
            yield from copies.of_selection(connection, selection)

    def cluster(self, name: Name) -> Cluster | None:
        """Return the cluster of an article."""
        with self.database.transaction() as connection:
            return copies.of_article(connection, name)

    def partings(self, site: str | None = None) -> list[Parting]:
        """Return what persons have put apart or taken back."""
        with self.database.transaction() as connection:
            return partings.known(connection, site)

    def part(self, one: Name, others: Sequence[Name], reason: str, at: datetime) -> None:
        """Put an article apart from others."""
        with self.database.transaction() as connection:
            partings.part(connection, partings.pairs(connection, one, others), reason, at)

    def rejoin(self, one: Name, others: Sequence[Name], at: datetime) -> None:
        """Take back that an article was put apart."""
        with self.database.transaction() as connection:
            partings.rejoin(connection, partings.pairs(connection, one, others), at)

    def search(self, selection: Selection, limit: int = 20, *, newest: bool = False) -> Results:
        """Search."""
        from archiver_storage.sql.fulltext.search import search  # noqa: PLC0415  # when it is asked

        with self.database.transaction() as connection:
            return search(connection, selection, limit, newest=newest)

    def document(self, number: str, selection: Selection) -> list[Document]:
        """Return documents."""
        with self.database.transaction() as connection:
            return mentions.documents(connection, number, selection)

    def datasette(self) -> Mapping[str, Any]:
        """Return what Datasette is to be told."""
        from archiver_storage.sql.asking import datasette  # noqa: PLC0415  # one command asks for it

        name = self.database.file_name
        if name is None:
            message = "Datasette opens SQLite files only; export to one: archiver export, import"
            raise SettingsError(message)
        with self.database.transaction() as connection:
            return datasette.told(connection, name)
