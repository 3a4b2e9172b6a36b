"""Is it told when a site breaks, is it classed right, and how often is a healthy one suspected?

A simulated portal is crawled for some nights and then breaks in each way of
`tests/lives/breakages.py`, always under a copy of the same archive: real crawls, real judgement. It
has two nights in which to be found, and what is told first must be of the right class. Then the
portal lives on, healthy, with slow nights and pages that cannot be read. That takes a second a
night, so most healthy nights are histories that `tests/lives/diaries.py` makes: sites of four
rhythms, silent at Tết, whose numbers the same code judges.

    python bench/health.py [--seeds 5] [--nights 60] [--made 365]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lives.breakages import KINDS, Told
from lives.diaries import alarms

TESTS = Path(__file__).parents[1] / "tests"
SITES = 16
"""Made-up sites."""
MOST = 1 / 1000
"""False alarms a healthy night."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many breakages of a kind, how many were found, and how many classed right."""

    of: int
    found: int
    right: int
    first: int
    """Found in the first night."""


def crawled(seeds: int, nights: int) -> list[Told]:
    """Crawl; return what was told of each night."""
    environ = os.environ | {"PYTHONPATH": str(TESTS)}
    environ["SCRAPY_SETTINGS_MODULE"] = "archiver.crawling.settings"
    with TemporaryDirectory() as name:
        results = Path(name) / "told.json"
        chosen = ",".join(map(str, range(seeds)))
        command = [sys.executable, "-m", "lives.breakages", str(results), chosen, str(nights)]
        subprocess.run(command, env=environ, check=True)
        return [Told(**one) for one in json.loads(results.read_text(encoding="utf-8"))]


def scores(told: list[Told]) -> dict[str, Score]:
    """Return by kind how well breakages were told."""
    trials: dict[str, dict[int, list[Told]]] = {kind: defaultdict(list) for kind in KINDS}
    for one in told:
        if one.kind:
            trials[one.kind][one.seed].append(one)
    return {kind: _score(kind, [*of.values()]) for kind, of in trials.items() if of}


def _score(kind: str, trials: list[list[Told]]) -> Score:
    wanted = KINDS[kind].ailment.value
    named = [[night.found[0][0] if night.found else None for night in nights] for nights in trials]
    return Score(
        of=len(trials),
        found=sum(any(names) for names in named),
        right=sum({*names} - {None} == {wanted} for names in named),
        first=sum(names[0] is not None for names in named),
    )


def main() -> int:
    """Measure, print, and return 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--nights", type=int, default=60, help="healthy nights crawled a seed")
    parser.add_argument("--made", type=int, default=365, help="healthy nights made up a site")
    options = parser.parse_args()
    told = crawled(options.seeds, options.nights)
    table = scores(told)
    for kind, score in table.items():
        print(
            f"{kind:38} {score.found} of {score.of} found, {score.first} in the first night, "
            f"{score.right} classed right"
        )
    healthy = [one for one in told if one.kind is None]
    false = [what for one in healthy for _, what in one.found]
    made = alarms(range(SITES), options.made)
    nights = len(healthy) + SITES * options.made
    for what in [*false, *(what for *_, what in made)]:
        print(f"  false alarm: {what}")
    count = len([one for one in healthy if one.found]) + len({(s, at) for s, at, _ in made})
    print(f"{count} false alarms in {nights:,} healthy nights ({len(healthy)} of them crawled)")
    missed = [kind for kind, score in table.items() if score.right < score.of]
    return int(bool(missed) or count > MOST * nights)


if __name__ == "__main__":
    sys.exit(main())
