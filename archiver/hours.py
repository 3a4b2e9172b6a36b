"""Hours: when a site may be asked, such as at night, when nobody else needs its server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Self

from archiver.dates import HANOI

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of the day to another, by Viet Nam's clock; the end may be the next day."""

    begin: time
    end: time

    @classmethod
    def of(cls, text: str) -> Self:
        """Read ``22:00-05:00``."""
        begin, _, end = text.partition("-")
        return cls(time.fromisoformat(begin), time.fromisoformat(end))

    def cover(self, at: datetime) -> bool:
        """Whether a moment (aware) is within."""
        now = at.astimezone(HANOI).time()
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end
