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
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.crawling.importing import import_captures
from archiver.crawling.reparse import Reparse
from archiver.page import Page
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings
from archiver.validation import examine
from archiver_storage.warc.found import Found
from archiver_storage.warc.record import bare
from archiver_storage.warc.scan import scan
from archiver_storage.warc.span import spans
from real import DATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.evidence import Earlier
    from archiver.parser import Parser

PAGES = 3000
ROUNDS = 2
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


def best(work: Callable[[], object]) -> tuple[float, float]:
    """Return the least seconds of CPU and by the clock, of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began, used = time.monotonic(), cpu()
        work()
        rounds.append((cpu() - used, time.monotonic() - began))
    return min(one[0] for one in rounds), min(one[1] for one in rounds)


def parts(settings: Settings, registry: Registry, kept: list[Earlier]) -> tuple[float, ...]:
    """Return the CPU seconds of reading records, making trees, and parsing."""
    parser, store = registry.parser(SITE), registry.captures(settings, settings.folder)
    stored = [store.read(page.capture) for page in kept]

    def pages() -> list[Page]:
        return [
            Page(url=s.capture.url, body=s.body, headers=s.headers, captured_at=s.capture.at)
            for s in stored
        ]

    def parse(ready: list[Page]) -> None:
        for page in ready:
            parser.check(page)
            examine(parser.parse(page), parser, page.captured_at)

    read, _ = best(lambda: [store.read(page.capture) for page in kept])
    tree, _ = best(lambda: [page.tree for page in pages()])
    both, _ = best(lambda: parse(pages()))
    return read, tree, both - tree


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
        measure(settings, registry, kept)


def measure(settings: Settings, registry: Registry, kept: list[Earlier]) -> None:
    """Measure the parts, the whole in one process, and in two."""
    works = {
        processes: Reparse(settings, registry, lambda _: None, processes=processes, dry=True)
        for processes in (1, 2)
    }
    wholes = {number: best(lambda work=work: work.run(SITE)) for number, work in works.items()}  # type: ignore[misc]  # binds it
    print(f"{len(kept)} pages, the quickest of {ROUNDS} rounds, peak memory {memory():.0f} MiB")
    read, tree, parser = (seconds / len(kept) * 1000 for seconds in parts(settings, registry, kept))
    total = read + tree + parser
    print(f"the parts: {total:.2f} ms CPU a page: records {read:.2f}, trees {tree:.2f}, ", end="")
    print(f"parser {parser:.2f}")
    for processes, (used, clock) in wholes.items():
        spent = used / len(kept) * 1000
        print(
            f"reparse in {processes}: {spent:.2f} ms CPU a page, {spent / total:.2f} times the "
            f"parts (aim: {BOUND}); {len(kept) / clock:.0f} pages/s"
        )
    faster = wholes[1][1] / wholes[2][1]
    print(f"two processes are {faster:.2f} times as fast as one (aim: {FASTER})")


def memory() -> float:
    """Return the most MiB that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
