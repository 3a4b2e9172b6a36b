"""CSV: one article a row, as spreadsheets open it."""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF8
from dataclasses import asdict, fields
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, ClassVar

from archiver.exchange.formats import Format
from archiver.exchange.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from archiver.records import History

COLUMNS = tuple(field.name for field in fields(Row))


class Csv(Format):
    """UTF-8 with the mark by which spreadsheets know it; lists are JSON."""

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"
    about: ClassVar[str] = "one article a row, for spreadsheets"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a row an article, in its latest wording."""
        line = StringIO()
        sheet = csv.writer(line)
        file.write(BOM_UTF8)
        sheet.writerow(COLUMNS)
        for history in articles:
            row = Row.of(history)
            sheet.writerow([_cell(getattr(row, name)) for name in COLUMNS])
            file.write(line.getvalue().encode())
            line.seek(0)
            line.truncate()
        file.write(line.getvalue().encode())


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        items = [item if isinstance(item, str) else asdict(item) for item in value]
        return json.dumps(items, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else value
