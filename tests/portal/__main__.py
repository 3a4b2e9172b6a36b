"""``python -m portal``: serve a portal until killed; the first line printed is its address."""

from __future__ import annotations

import argparse
import signal
import sys

from portal.districts import MAKERS
from portal.server import Portal


def main() -> None:
    """Serve the portal that the command line describes."""
    options = _parser().parse_args()
    site = MAKERS[options.family](options.articles, seed=options.seed, size=options.size)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Portal(site, port=options.port, counting=options.counting, keep=False) as portal:
        sys.stdout.write(f"{portal.url}\n")
        sys.stdout.flush()
        signal.pause()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    parser.add_argument("--family", choices=MAKERS, default="liferay")
    parser.add_argument("--articles", type=int, default=250)
    parser.add_argument("--size", type=int, default=0, help="least bytes of an article page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--counting", action="store_true", help="raise views at every fetch")
    return parser


if __name__ == "__main__":
    main()
