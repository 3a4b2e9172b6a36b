"""One PostgreSQL database for several runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from drivers.postgresql import Databases

AT_ONCE = 4


def test_a_new_database_may_be_opened_by_several_at_once(
    tmp_path: Path, postgresql: Databases
) -> None:
    for number in range(8):
        url, together = postgresql.url(tmp_path / str(number), empty=True), Barrier(AT_ONCE)

        def open_one(_: int, url: str = url, together: Barrier = together) -> None:
            storage = SqlStorage(folder=tmp_path, url=url)
            together.wait()
            storage.open()
            storage.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            assert list(pool.map(open_one, range(AT_ONCE))) == [None] * AT_ONCE
