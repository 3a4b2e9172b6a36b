"""What does it cost to bring a dead site back, and does all of it come?

An archive stands in for the Wayback Machine, holds a real portal's pages (a simulated one's where
they are absent), and is in a bad mood: 429, 503, resets, answers that are cut. The run is killed
twice and goes on. Every article must come back, every digest agree, and the limit hold in every
second.

    python bench/recovery.py [--captures 500] [--per-second 20]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.webarchives.mementos import Memento
from archiver_plugins.hanoi import Sotttt
from archiver_plugins.longbien import LongBien
from archives.drill import LATER, drill, write_settings
from archives.holding import Holding
from archives.wayback import Wayback
from drivers.runs import bench
from examples.real import DATA
from portal.faults import Fault
from portal.server import Server

if TYPE_CHECKING:
    from archiver.parsing.parser import Parser
    from drivers.runs import Bench

KILLS = (0.3, 0.6)
"""Shares of the captures after which the run is killed."""
MOODS = (
    Fault(match="^/web/", fraction=0.01, status=429, not_found=True),
    Fault(match="^/web/", fraction=0.05, status=503, not_found=True),
    Fault(match="^/web/", fraction=0.05, reset=True),
    Fault(match="^/web/", fraction=0.05, keep=500),
)


def holding(folder: Path, captures: int) -> tuple[Parser, Holding]:
    """Return what the archive holds, and whose parser reads it."""
    file = DATA / "sotttt-2022.warc.gz"
    if not file.exists():
        held = drill(folder, captures // 2).holding
        held.rows = [row for row in held.rows if row.at < LATER]
        return LongBien(), held
    held = Holding().add(file)
    held.rows = held.rows[:: max(1, len(held.rows) // captures)]
    return Sotttt(), held


def recover(place: Bench, server: Server, site: str, captures: int) -> int:
    """Recover, killed now and then; return the exit code."""
    command = place.command("archiver", "recover", site, "--from", "2019")
    for share in KILLS:
        process = place.start(command)
        while len(asked(server)) < share * captures and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.communicate()
    return place.run(command).returncode


def asked(server: Server) -> list[float]:
    """Return when captures were asked for."""
    return [entry.at for entry in server.log if entry.request.target.startswith("/web/")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A recovery that has ended: where, what the archive held, and when it was asked."""

    place: Bench
    parser: Parser
    held: Holding
    times: list[float]
    limit: float

    def told(self) -> bool:
        """Print the figures; tell whether all is well."""
        keys = {key for row in self.held.rows if (key := self.parser.key(row.url))}
        with self.place.records() as records:
            found = {history.key for history in records.articles(self.parser.name)}
            endings = [e for story in records.urls(self.parser.name) for e in story.endings]
            balanced = records.runs(limit=1)[0].balanced
        captures, count = {e.capture.url for e in endings if e.capture}, len(self.held.rows)
        kept = sum(Memento.read(url) is not None for url in captures)
        doubted = sum("unverified" in (ending.reason or "") for ending in endings)
        fastest = max(sum(at <= other < at + 1 for other in self.times) for at in self.times)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"captures recovered {kept} of {count}, {doubted} digests do not agree")
        print(f"articles recovered {len(keys & found)} of {len(keys)}")
        print(f"requests a capture {len(self.times) / count:.3f}")
        print(f"most requests in any second {fastest}, allowed {self.limit:.0f}")
        print(f"CPU a capture {1000 * (usage.ru_utime + usage.ru_stime) / count:.1f} ms")
        whole = keys <= found and kept == count and not doubted and balanced
        return whole and fastest <= self.limit


def main() -> int:
    """Print the figures; fail where anything is missing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--captures", type=int, default=500)
    options.add_argument("--per-second", type=float, default=20)
    given = options.parse_args()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        parser, held = holding(folder, given.captures)
        with Server(Wayback(held), keep=False) as server:
            server.fault(*MOODS)
            write_settings(folder, server.url, per_second=given.per_second)
            code = recover(bench(folder), server, parser.name, len(held.rows))
            drilled = Drill(
                place=bench(folder),
                parser=parser,
                held=held,
                times=asked(server),
                limit=given.per_second,
            )
        return 0 if drilled.told() and code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
