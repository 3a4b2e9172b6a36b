"""A storage of captures in a process of its own, for tests that kill it.

``python -m warcs.writer FOLDER SEED`` writes captures of random sizes until it dies, and prints
each as ``record_id file offset length sha256`` once it is synced.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from warcs.exchanges import OK, exchange, opened

BATCH = 3


def main(folder: Path, seed: int) -> None:
    """Write until killed."""
    chance = random.Random(seed)  # noqa: S311  # sizes and noise, no secrets
    store = opened(folder, max_bytes=3_000_000)
    while True:
        bodies = (chance.randbytes(chance.choice((100, 40_000, 900_000))) for _ in range(BATCH))
        captures = [store.write(exchange(response=OK + b"\r\n" + body)) for body in bodies]
        store.sync()
        for each in captures:
            print(each.record_id, each.file, each.offset, each.length, each.sha256, flush=True)  # noqa: T201  # the parent reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
