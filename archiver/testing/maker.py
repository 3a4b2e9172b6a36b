"""What each part of the contract needs: a storage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from archiver.testing.desk import PLAN, desk

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from archiver.ledger import Plan
    from archiver.storage import Storage
    from archiver.testing.desk import Desk


class Maker(ABC):
    """Makes the storage that is tested."""

    @abstractmethod
    def make(self, folder: Path) -> Storage:
        """Return a storage, not yet opened, that keeps its archive in ``folder``."""

    def desk(self, folder: Path, plan: Plan = PLAN) -> AbstractContextManager[Desk]:
        """Open a storage and begin a run."""
        return desk(self.make(folder), plan)
