"""Sources that an archive was filled from: its captures point into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archiver.errors import StorageError
from archiver.ledger import Plan
from archiver.linefile import append, lines

if TYPE_CHECKING:
    from pathlib import Path

FILE = "sources.jsonl"
"""Where in the archive's folder they are listed: outside the database, which may be lost."""


def listed(folder: Path) -> list[Plan]:
    """Return the plans of the runs that read sources, in order, each once."""
    path = folder / FILE
    plans: dict[str, Plan] = {}
    for line in lines(path):
        try:
            plans.setdefault(line, Plan(**json.loads(line)))
        except (ValueError, TypeError) as error:
            message = f"{path} has a line that names no source: {line[:80]!r}; mend or remove it"
            raise StorageError(message) from error
    return list(plans.values())


def note(folder: Path, plan: Plan) -> None:
    """List the source of a run, before anything of it is kept. Raises ``StorageError``."""
    fields = {"site": plan.site, "source": plan.source, "arguments": dict(plan.arguments)}
    line = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    if line not in lines(folder / FILE):
        append(folder / FILE, line)
