"""The throttle: one request after the other, none too soon."""

from __future__ import annotations

import asyncio
import math

from archiver.webarchives.webarchive import Busy

MARGIN = 1.1
"""How much slower than allowed: on their way, requests may come closer together."""


class Throttle:
    """Lets so many requests pass in so many seconds, evenly; nothing while it is held."""

    def __init__(self, count: float, seconds: float) -> None:
        self._gap = seconds / count * MARGIN
        self._next = 0.0
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Return when the next request may be sent. Raises ``Busy`` where none may any more."""
        clock = asyncio.get_running_loop().time
        async with self._lock:
            while (wait := self._next - clock()) > 0:
                if math.isinf(wait):
                    message = "the archive is left alone"
                    raise Busy(message)
                await asyncio.sleep(min(wait, 1.0))  # it may be held meanwhile
            self._next = clock() + self._gap

    @property
    def held(self) -> bool:
        """Whether nothing may pass for now, beyond what is usual."""
        return self._next - asyncio.get_running_loop().time() > self._gap

    def hold(self, seconds: float) -> None:
        """Let nothing pass for some seconds; for good, where these are infinite."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)
