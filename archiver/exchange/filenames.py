"""Names of files in a package: they lead nowhere, and no two are one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count

ODD = re.compile(r"[^0-9A-Za-z._-]+")


@dataclass(slots=True)
class Names:
    """The names that were given."""

    _given: set[str] = field(default_factory=set)

    def give(self, path: str) -> str:
        """Return a name for the file at a path, by which no other is called."""
        plain = ODD.sub("_", path.rpartition("/")[2]).lstrip(".") or "_"
        names = (plain if number == 1 else f"{number}-{plain}" for number in count(1))
        name = next(name for name in names if name not in self._given)
        self._given.add(name)
        return name
