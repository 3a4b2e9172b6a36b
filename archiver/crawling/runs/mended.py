"""Mended parsers: what waits for one is read before a run, and nobody is asked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from archiver.crawling.again.reparse import Reparse
from archiver.errors import StorageError
from archiver.ledger import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from archiver.ledger import Run
    from archiver.parsing.parser import Parser
    from archiver.registry import Registry
    from archiver.settings import Settings
    from archiver.storage import Storage

LOOKED_BACK = 20
"""Runs of a site among which one names its parser, whatever was imported since."""
UNENDED = {None, Verdict.INTERRUPTED}


def is_mended(storage: Storage, parser: Parser) -> bool:
    """Tell whether another version of the parser read the site the last time."""
    runs = storage.runs(parser.name, LOOKED_BACK)
    last = next((run.plan.parser for run in runs if run.plan.parser), None)
    return last not in {None, parser.label}


def catch_up(
    storage: Storage,
    parser: Parser,
    registry: Registry,
    settings: Settings,
    clock: Callable[[], datetime],
) -> None:
    """Read the pages again that an earlier version could not read.

    Not before a run that goes on: it would not be the last one any more. The next one sees to it.
    """
    if _ended(storage.runs(parser.name, 1)):
        reparse = Reparse(
            settings, registry, lambda _: None, processes=1, rejected=True, clock=clock
        )
        with suppress(StorageError):  # of a storage that does not look captures up
            storage.evidence()
            reparse.read(storage, parser.name)


def _ended(last: list[Run]) -> bool:
    return bool(last) and last[0].verdict not in UNENDED
