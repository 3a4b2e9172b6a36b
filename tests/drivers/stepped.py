"""A crawl that counts the steps of the threads that it begins, and dies at one of them.

``python -m drivers.stepped SITE AT LAST [NAME=VALUE…]`` crawls in a night; ``LAST`` 0 lets it live.
It ends with the crawl's exit code, and prints the number of steps and what the crawl told, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import dataclass
from datetime import datetime

from drivers.nights import Nights, live


@dataclass(slots=True)
class Steps:
    """Counts the calls and returns of threads that begin now; the ``last`` one kills us."""

    last: int
    done: int = 0

    def step(self, *_: object) -> None:
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), 9)


def main() -> int:
    """Crawl, print, and return the exit code."""
    _, site, at, last, *overrides = sys.argv
    steps = Steps(int(last))
    threading.setprofile(steps.step)
    code, told = live(lambda: Nights(site, overrides).crawl(datetime.fromisoformat(at)))
    print(json.dumps({"steps": steps.done, "told": told}))  # noqa: T201  # to the test
    return code


if __name__ == "__main__":
    sys.exit(main())
