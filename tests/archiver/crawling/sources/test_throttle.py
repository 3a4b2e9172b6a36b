"""The throttle, by the clock of an event loop that does not wait."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from archiver.crawling.sources.throttle import Throttle
from archiver.webarchives.webarchive import Busy


class Impatient(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to what is due next."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead

    def _run_once(self) -> None:
        scheduled: Any = self._scheduled  # type: ignore[attr-defined]  # asyncio's own
        if not self._ready and scheduled:  # type: ignore[attr-defined]  # the same
            self.ahead += max(0.0, scheduled[0].when() - self.time())
        super()._run_once()  # type: ignore[misc]  # the same


def run(story: Any) -> Any:
    with asyncio.Runner(loop_factory=Impatient) as runner:
        return runner.run(story())


def test_requests_pass_evenly_whoever_waits() -> None:
    async def story() -> list[float]:
        throttle, clock = Throttle(8, 1), asyncio.get_running_loop().time

        async def passes() -> float:
            await throttle.turn()
            return clock()

        return sorted(await asyncio.gather(*(passes() for _ in range(20))))

    times = run(story)
    assert max(sum(at <= other < at + 1 for other in times) for at in times) <= 8
    assert times[-1] - times[0] == pytest.approx(19 / 8 * 1.1, rel=0.05)


def test_nothing_passes_while_it_is_held() -> None:
    async def story() -> float:
        throttle, clock = Throttle(8, 1), asyncio.get_running_loop().time
        await throttle.turn()
        began, waiting = clock(), asyncio.ensure_future(throttle.turn())
        await asyncio.sleep(0)  # it waits already
        before = throttle.held
        throttle.hold(60)
        assert (before, throttle.held) == (False, True)
        await waiting
        return clock() - began

    assert run(story) == pytest.approx(60, rel=0.01)


def test_nothing_passes_any_more() -> None:
    async def story() -> None:
        throttle = Throttle(8, 1)
        await throttle.turn()
        waiting = asyncio.ensure_future(throttle.turn())
        await asyncio.sleep(0)
        throttle.hold(float("inf"))
        for turn in (waiting, throttle.turn()):
            with pytest.raises(Busy):
                await turn

    run(story)
