"""Parquet: one article a row, for DuckDB, pandas, R and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from archiver.exchange import frame
from archiver.exchange.formats import Format
from archiver.exchange.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from archiver.records import History


class Parquet(Format):
    """Columns with types, compressed by zstd."""

    name: ClassVar[str] = "parquet"
    suffix: ClassVar[str] = ".parquet"
    about: ClassVar[str] = "one article a row with types, for DuckDB, pandas and R"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a row an article, in its latest wording."""
        columns = frame.schema()
        from pyarrow import parquet  # noqa: PLC0415  # heavy, and an extra

        with parquet.ParquetWriter(file, columns, compression="zstd") as writer:
            for batch in frame.batches(map(Row.of, articles)):
                writer.write_batch(batch)
