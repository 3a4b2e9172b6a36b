"""The contract that every storage of records keeps."""

from __future__ import annotations

from archiver.testing.articles import ArticleContract
from archiver.testing.causing import CausingContract
from archiver.testing.health import HealthContract
from archiver.testing.intake import IntakeContract
from archiver.testing.ledger import LedgerContract
from archiver.testing.life import LifeContract
from archiver.testing.listing import ListingContract
from archiver.testing.living import LivingContract
from archiver.testing.remembering import RememberingContract
from archiver.testing.resuming import ResumingContract
from archiver.testing.returning import ReturningContract


class StorageContract(
    LifeContract,
    LedgerContract,
    ResumingContract,
    ArticleContract,
    CausingContract,
    LivingContract,
    RememberingContract,
    ReturningContract,
    ListingContract,
    IntakeContract,
    HealthContract,
):
    """Tests of a storage, for pytest: subclass it and say how the storage is made.

    ::

        class TestMyStorage(StorageContract):
            def make(self, folder):
                return MyStorage(folder=folder)

    What is made from one folder twice must show the same archive. The asserts say more when
    conftest.py calls ``pytest.register_assert_rewrite("archiver.testing")``.
    """
