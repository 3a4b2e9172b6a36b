"""How soon does a question to the archive begin to be answered?

An archive with the articles of a few nights is asked, turn by turn with a Python that does nothing
and one that imports SQLAlchemy and typer, without which no question could be asked. What counts is
the least time of each, wall and CPU.

    python bench/start.py [--turns 15]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from archiver.testing.desk import desk
from archiver.testing.lives import live
from archiver_storage.sql import SqlStorage

MOST = 2.6
"""Times the CPU of importing its libraries that a question may take."""
NOTHING, LIBRARIES = "Python alone", "import sqlalchemy, typer"
COMMANDS = {
    NOTHING: ["-c", ""],
    LIBRARIES: ["-c", LIBRARIES],
    "archiver status": ["-m", "archiver", "status", "--json"],
    "archiver search": ["-m", "archiver", "search", "hoi nghi", "--json"],
    "archiver changes": ["-m", "archiver", "changes", "--json"],
}


def taken(folder: Path, words: list[str]) -> tuple[float, float]:
    """Return the seconds that a command takes, and those of CPU."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environ |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    before, began = _spent(), perf_counter()
    subprocess.run(
        [sys.executable, *words], cwd=folder, env=environ, check=True, capture_output=True
    )
    return perf_counter() - began, _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def least(folder: Path, turns: int) -> dict[str, tuple[float, ...]]:
    """Return the least seconds of each command, wall and CPU; the first turn compiles."""
    each = [{n: taken(folder, words) for n, words in COMMANDS.items()} for _ in range(turns + 1)]
    return {name: tuple(map(min, *(turn[name] for turn in each[1:]))) for name in COMMANDS}


def main() -> None:
    """Print what each takes; fail above the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    with TemporaryDirectory() as name:
        with desk(SqlStorage(folder=Path(name) / "archive")) as place:
            live(place)
            place.finish()
        times = least(Path(name), turns)
    limit = times[LIBRARIES][1]
    print(f"{'':28}{'ms':>6}{'CPU':>6}  of the libraries' CPU")
    for command, (wall, cpu) in times.items():
        print(f"{command:28}{wall * 1000:6.0f}{cpu * 1000:6.0f}{cpu / limit:6.2f} times")
    if times["archiver status"][1] > MOST * limit:
        sys.exit(f"above the bound of {MOST} times")


if __name__ == "__main__":
    main()
