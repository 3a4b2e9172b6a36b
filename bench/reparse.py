"""What does it cost to read kept pages again, beside the sum of its parts?

The parts are: reading the records, making the trees, and what the parser does; measured on the
same pages in the same run. Then the same work in two processes.

    python bench/reparse.py [WARC [PAGES]]
"""

from __future__ import annotations

import logging
import resource
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.crawling.again.importing import import_captures
from archiver.crawling.again.reparse import Reparse
from archiver.parsing.page import Page
from archiver.parsing.validation import examine
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings
from archiver_storage.warc.reading.found import Found
from archiver_storage.warc.reading.scan import scan
from archiver_storage.warc.record import bare
from archiver_storage.warc.span import spans
from examples.real import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.captures import StoredResponse
    from archiver.evidence import Earlier
    from archiver.parsing.parser import Parser

PAGES = 2000
ROUNDS = 4
RECORDS, TREES, PARSING = "records", "and trees", "and parser"
ONE, TWO = "in one process", "in two"
SITE = "sotttt"
BOUND, FASTER = 1.25, 1.8


def cut_out(warc: Path, target: Path, parser: Parser, pages: int) -> None:
    """Copy the records of the first article pages, byte by byte."""
    (span,) = spans(warc)
    found = (one for one in scan(span) if isinstance(one, Found) and one.type == "response")
    wanted = (one for one in found if parser.key(bare(one.fields["warc-target-uri"])))
    with target.open("wb") as stream:
        for one in islice(wanted, pages):
            stream.write(span.read(one.offset, one.length))


def cpu() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of CPU, and by the clock."""

    cpu: float
    clock: float

    @classmethod
    def by(cls, work: Callable[[], object]) -> Self:
        """Return what a work takes."""
        began, used = time.monotonic(), cpu()
        work()
        return cls(cpu() - used, time.monotonic() - began)


def works(
    settings: Settings, registry: Registry, kept: list[Earlier]
) -> dict[str, Callable[[], object]]:
    """Return what is measured: each part with those before it, and the whole."""
    parser, store = registry.parser(SITE), registry.captures(settings, settings.folder)

    def records() -> Iterator[StoredResponse]:
        return (store.read(page.capture) for page in kept)

    def pages() -> Iterator[Page]:
        return (
            Page(url=s.capture.url, body=s.body, headers=s.headers, captured_at=s.capture.at)
            for s in records()
        )

    def trees() -> None:
        for page in pages():
            _ = page.tree

    def parse() -> None:
        for page in pages():
            parser.check(page)
            examine(parser.parse(page), parser, page.captured_at)

    def reparse(processes: int) -> object:
        reparse = Reparse(settings, registry, lambda _: None, processes=processes, dry=True)
        return reparse.run(SITE)

    return {
        RECORDS: lambda: deque(records(), maxlen=0),
        TREES: trees,
        PARSING: parse,
        ONE: lambda: reparse(1),
        TWO: lambda: reparse(2),
    }


def least(works: dict[str, Callable[[], object]]) -> dict[str, Took]:
    """Return the least that each takes, in rounds: the machine is not the same for long."""
    rounds = [{name: Took.by(work) for name, work in works.items()} for _ in range(ROUNDS)]
    return {
        name: Took(min(r[name].cpu for r in rounds), min(r[name].clock for r in rounds))
        for name in works
    }


def main() -> None:
    """Print the figures."""
    given = sys.argv[1:]
    warc = Path(given[0]) if given else DATA / "sotttt-2022.warc.gz"
    if not warc.is_file():
        print(f"not measured: needs {warc}, which is absent")
        return
    logging.disable()
    registry = Registry(load_plugins())
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages.warc.gz"
        count = int(given[1]) if given[1:] else PAGES
        cut_out(warc, source, registry.parser(SITE), count)
        settings = Settings(folder=Path(folder) / "archive")
        import_captures(settings, registry, [str(source)], lambda _: None)
        with registry.storage(settings, settings.folder) as storage:
            kept = storage.evidence().earlier(SITE, None, 0, count)
        tell(len(kept), least(works(settings, registry, kept)))


def tell(pages: int, took: dict[str, Took]) -> None:
    """Print the parts, the whole in one process, and in two."""
    print(f"{pages} pages, the least of {ROUNDS} rounds, peak memory {memory():.0f} MiB")
    each = {name: one.cpu / pages * 1000 for name, one in took.items()}
    total = each[PARSING]
    print(
        f"the parts: {total:.2f} ms CPU a page: records {each[RECORDS]:.2f}, "
        f"trees {each[TREES] - each[RECORDS]:.2f}, parser {total - each[TREES]:.2f}"
    )
    for name in (ONE, TWO):
        print(
            f"reparse {name}: {each[name]:.2f} ms CPU a page, {each[name] / total:.2f} times the "
            f"parts (aim: {BOUND}); {pages / took[name].clock:.0f} pages/s"
        )
    faster = took[ONE].clock / took[TWO].clock
    print(f"two processes are {faster:.2f} times as fast as one (aim: {FASTER})")


def memory() -> float:
    """Return the most MiB that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
