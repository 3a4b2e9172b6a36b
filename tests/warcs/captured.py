"""An archive whose articles have captures that can be read: short to fill."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archiver import Archive, Kind, Link
from archiver.settings import Settings, StorageSettings
from archiver.testing.desk import Desk, article, desk, visit
from archiver_storage.sql import SqlStorage
from warcs.exchanges import exchange, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.captures import Capture, Exchange
    from archiver_storage.warc import WarcStore


def address(key: str) -> str:
    """Return the address of an article."""
    return f"http://bode.example/tin/{key}"


@dataclass(slots=True)
class Filling:
    """An archive while it is filled."""

    desk: Desk
    store: WarcStore

    def keep(self, exchange: Exchange) -> Capture:
        """Keep an exchange that is nothing's."""
        capture = self.store.write(exchange)
        self.store.sync()
        self.desk.storage.save(self.desk.run, [capture], [])
        return capture

    def read(self, key: str, response: bytes, /, title: str = "", **more: Any) -> Capture:
        """Keep the page of an article, and the article."""
        capture = self.keep(exchange(address(key), response, **more))
        self.see(key, capture, title)
        return capture

    def see(self, key: str, capture: Capture, title: str = "") -> None:
        """Find the article that a capture shows, wherever that is kept."""
        task = self.desk.take(Link(url=address(key), kind=Kind.ARTICLE, key=key))
        told = article(key, url=address(key), title=title or f"Khai mạc hội nghị số {key}")
        seen = visit(task, capture.at, article=told, capture=capture.record_id)
        self.desk.storage.save(self.desk.run, [capture], [seen])

    def another_file(self) -> None:
        """Begin the next file."""
        self.store.close()
        self.store = opened(self.store._folder)  # noqa: SLF001  # where it was


@contextmanager
def filling(folder: Path, url: str | None = None) -> Iterator[Filling]:
    """Fill an archive in a folder, its records in the database that ``url`` names."""
    with desk(SqlStorage(folder=folder, url=url)) as place:
        filled = Filling(place, opened(folder))
        yield filled
        filled.store.close()
        place.finish()


def archive(folder: Path, url: str | None = None) -> Archive:
    storage = StorageSettings.model_validate({"sql": {"url": url}} if url else {})
    return Archive(settings=Settings(folder=folder, storage=storage, contact="a@example.org"))
