"""The recorder: the one thread that writes, captures first, then the records read from them."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from archiver.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from archiver.captures import Capture, CaptureStore, Exchange
    from archiver.ledger import Link, Run, Settled, Task, Visit
    from archiver.storage import Storage

T = TypeVar("T")

BATCH = 64
"""Visits that are saved at once at most."""
LINGER = 0.05
"""Seconds that a visit waits for others to be saved with."""


@dataclass(slots=True)
class _Batch:
    exchanges: list[Exchange] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    waiting: list[asyncio.Future[Settled]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.exchanges or self.captures or self.visits)


class Recorder:
    """Hands work to the storages in order, and tells when it is on the disk.

    Storages are opened, used and closed in one thread of their own. A visit counts as saved when
    its capture's bytes are synced and the transaction that names it is committed. After a storage
    has failed nothing more is written: ``trouble`` is that failure, and what everybody is told.
    """

    def __init__(self, storage: Storage, captures: CaptureStore | None) -> None:
        self.storage = storage
        self.captures = captures
        self.seen: Counter[str] = Counter()
        self.trouble: StorageError | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._batch = _Batch()
        self._timer: asyncio.TimerHandle | None = None
        self._run: Run | None = None
        self._listeners: list[Callable[[Sequence[Settled]], None]] = []

    # --- before and after the event loop runs

    def call(self, function: Callable[[], T]) -> T:
        """Run a function in the recorder's thread and wait for it."""
        return self._thread.submit(function).result()

    def begin(self, run: Run) -> None:
        """Write for this run from now on."""
        self._run = run

    def rest(self) -> None:
        """Save what is still waiting when the event loop has ended; ``trouble`` if it fails."""
        batch, self._batch = self._batch, _Batch()
        if batch:
            with suppress(StorageError):
                self.call(lambda: self._try(lambda: self._save(batch)))

    def close(self) -> None:
        """Close the storages and end the thread."""
        try:
            self.call(self._close)
        finally:
            self._thread.shutdown()

    def _close(self) -> None:
        try:
            if self.captures is not None:
                self.captures.close()
        finally:
            self.storage.close()

    # --- while it runs

    @property
    def run(self) -> Run:
        """The run that is being recorded."""
        if self._run is None:
            message = "the recorder has no run yet: call begin()"
            raise RuntimeError(message)
        return self._run

    def listen(self, listener: Callable[[Sequence[Settled]], None]) -> None:
        """Call ``listener`` with every batch that was saved, before its visits are awaited."""
        self._listeners.append(listener)

    async def add(self, links: Sequence[Link]) -> int:
        """Put links into the ledger; return how many were new to the run."""
        return await self._call(lambda: self.storage.add(self.run, links))

    async def lease(
        self, count: int, at: datetime, *, once: bool, due_only: bool = False
    ) -> list[Task]:
        """Lease tasks from the ledger."""
        lease = partial(self.storage.lease, self.run, count, at, once=once, due_only=due_only)
        return await self._call(lease)

    async def known(self, keys: Collection[str], before: datetime) -> set[str]:
        """Return which keys are articles that were seen before."""
        return await self._call(lambda: self.storage.known(self.run, keys, before))

    async def visited(self) -> int:
        """Return how many addresses of articles the run has visited so far."""
        return await self._call(lambda: self.storage.visited(self.run))

    async def due(self) -> datetime | None:
        """Return when the next pending task is due."""
        return await self._call(lambda: self.storage.due(self.run))

    def keep(self, exchange: Exchange) -> None:
        """Write an exchange with the next batch."""
        self._batch.exchanges.append(exchange)
        self._schedule()

    def note(self, capture: Capture) -> None:
        """Save a capture that is kept elsewhere with the next batch."""
        self._batch.captures.append(capture)
        self._schedule()

    async def record(self, visit: Visit) -> Settled:
        """Save a visit; return how it ended once it is on the disk."""
        settled: asyncio.Future[Settled] = asyncio.get_running_loop().create_future()
        self._batch.visits.append(visit)
        self._batch.waiting.append(settled)
        self._schedule()
        return await settled

    async def flush(self) -> None:
        """Save what is waiting and return when it is on the disk."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._batch = self._batch, _Batch()
        if batch:
            await self._write(batch)

    def _schedule(self) -> None:
        if len(self._batch.visits) >= BATCH:
            self._start()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LINGER, self._start)

    def _start(self) -> None:
        task = asyncio.get_running_loop().create_task(self.flush())
        task.add_done_callback(_retrieve)

    async def _write(self, batch: _Batch) -> None:
        try:
            settled = await self._call(lambda: self._save(batch))
        except Exception as error:
            for future in batch.waiting:
                future.set_exception(error)
            if not batch.waiting:
                raise
            return
        self.seen.update(s.outcome or "to be retried" for s in settled)
        for listener in self._listeners:
            listener(settled)
        for future, result in zip(batch.waiting, settled, strict=True):
            future.set_result(result)

    def _save(self, batch: _Batch) -> list[Settled]:
        captures = batch.captures
        if self.captures is not None and batch.exchanges:
            captures = [*captures, *map(self.captures.write, batch.exchanges)]
            self.captures.sync()
        return self.storage.save(self.run, captures, batch.visits)

    async def _call(self, function: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._try, function)

    def _try(self, function: Callable[[], T]) -> T:
        if self.trouble is not None:
            raise self.trouble
        try:
            return function()
        except StorageError as error:
            self.trouble = error
            raise


def _retrieve(task: asyncio.Task[None]) -> None:
    """Let a failed write surface at the next visit, not as a warning at exit."""
    if not task.cancelled():
        task.exception()
