"""What does it cost to export, in each format, and does memory stay as it is?

An archive of made-up articles (3 kB of text, a photo, one capture, every tenth one edited) is
written straight into the tables; then each format is exported to a file in a process of its own,
whose peak memory is read. Beside it, in the same run, bare `sqlite3` fetches the same rows of the
view `articles` and writes them as CSV: the limit.

    python bench/export.py [ARTICLES]
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = 20_000
FORMATS = ("jsonl", "csv", "parquet", "jsonld", "atom", "ris", "bibtex", "csl", "markdown", "text")
AT = "2024-05-01T08:30:00.000000Z"
LATER = "2024-06-01T08:30:00.000000Z"
DATE = "2018-03-27T10:14:00+07:00"
BODY = "\n".join(f"Đoạn {n}: " + "nội dung bài viết của cổng thông tin " * 8 for n in range(10))
IMAGES = json.dumps([{"url": "http://toy/a.jpg", "caption": "Toàn cảnh"}], ensure_ascii=False)
AT_ONCE = 10_000
BARE = """
import csv, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
with open(sys.argv[2], "w", newline="") as file:
    csv.writer(file).writerows(connection.execute("SELECT * FROM articles ORDER BY site, key"))
"""
OURS = """
import sys
from archiver import Archive
with Archive(sys.argv[1]) as archive, open(sys.argv[2], "wb") as file:
    archive.export(sys.argv[3], archive.articles(), file)
"""
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def make(path: Path, articles: int) -> None:
    """Write an archive."""
    with SqlStorage(folder=path.parent):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO site VALUES (1, 'toy')")
        database.execute(
            "INSERT INTO run (id, site_id, source, arguments, started_at, resumed, discovered) "
            "VALUES (1, 1, 'live', '{}', ?, 0, 0)",
            (AT,),
        )
        for first in range(1, articles + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, articles + 1))
            for table, rows in _rows(numbers):
                columns = ", ".join(f'"{name}"' for name in rows[0])
                marks = ", ".join(f":{name}" for name in rows[0])
                insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  # ours
                database.executemany(insert, rows)
            database.commit()
        database.execute("ANALYZE")
        database.commit()


def _rows(numbers: range) -> Iterator[tuple[str, list[dict[str, object]]]]:
    yield "capture", [_capture(n, again) for n in numbers for again in _looks(n)]
    yield "url", [_url(n) for n in numbers]
    yield "article", [_article(n) for n in numbers]
    yield "observation", [_observation(n, again) for n in numbers for again in _looks(n)]
    yield "revision", [_revision(n, again) for n in numbers for again in _looks(n)]


def _looks(number: int) -> range:
    return range(2 if number % 10 == 0 else 1)


def _capture(number: int, again: int) -> dict[str, object]:
    return {
        "id": 2 * number + again,
        "record_id": f"urn:uuid:{2 * number + again:032}",
        "site_id": 1,
        "url": f"http://toy/tin-tuc/{number}",
        "at": LATER if again else AT,
        "file": "warc/toy.warc.gz",
        "offset": number * 10_000,
        "length": 9_999,
        "status": 200,
        "mime": "text/html",
        "digest": "sha1:" + "A" * 32,
        "sha256": "0" * 64,
    }


def _url(number: int) -> dict[str, object]:
    told = {"id": number, "site_id": 1, "url": f"http://toy/tin-tuc/{number}", "form": ""}
    ledger = {"run_id": 1, "position": number, "state": "done", "attempts": 1, "outcome": "new"}
    return told | ledger | {"kind": "article", "key": str(number), "section": "tin-tuc", "page": 1}


def _article(number: int) -> dict[str, object]:
    looks = len(_looks(number))
    return {
        "id": number,
        "site_id": 1,
        "key": str(number),
        "published_at": DATE,
        "first_seen": AT,
        "last_seen": LATER if looks > 1 else AT,
        "revisions": looks,
        "observations": looks,
        "wording": f"{number}-{looks - 1}@2018-03-27T03:14:00+00:00",
        "text": f"{number}-{looks - 1}",
    }


def _observation(number: int, again: int) -> dict[str, object]:
    return {
        "id": 2 * number + again,
        "article_id": number,
        "capture_id": 2 * number + again,
        "url_id": number,
        "at": LATER if again else AT,
        "wording": f"{number}-{again}@2018-03-27T03:14:00+00:00",
        "url": f"http://toy/{number}",
        "section": "Tin tức",
        "published_raw": "27/03/2018 10:14",
        "keywords": "[]",
        "language": "vi",
        "views": 17 + again,
        "parser": "toy/1",
    }


def _revision(number: int, again: int) -> dict[str, object]:
    return {
        "id": 2 * number + again,
        "article_id": number,
        "number": again + 1,
        "observation_id": 2 * number + again,
        "title": f"Bài viết số {number}, lần {again}",
        "published_at": DATE,
        "abstract": f"Tóm tắt của bài {number}.",
        "body": BODY,
        "images": IMAGES if number % 2 else "[]",
        "byline": "Thu Hà",
        "attachments": "[]",
        "wording": f"{number}-{again}@2018-03-27T03:14:00+00:00",
        "text": f"{number}-{again}",
    }


def export(program: str, *words: object) -> tuple[float, int]:
    """Run a program; return its seconds and its peak memory in MiB."""
    began = perf_counter()
    command = [sys.executable, "-c", f"{program}\n{PEAK}", *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return perf_counter() - began, int(done.stdout) // 1024


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        archive, target = Path(name) / "archive.db", Path(name) / "out"
        make(archive, articles)
        print(f"{articles} articles, database {archive.stat().st_size / 1e6:.0f} MB")
        print("format      articles/s   peak MiB      MB")
        for kind in ("bare CSV", *FORMATS):
            program = BARE if kind == "bare CSV" else OURS
            took, peak = export(program, archive, target, kind)
            size = target.stat().st_size / 1e6
            print(f"{kind:10} {articles / took:11.0f} {peak:10} {size:7.0f}", flush=True)


if __name__ == "__main__":
    main()
