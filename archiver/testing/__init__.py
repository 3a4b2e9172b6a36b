"""What tests of the archiver and of its plugins share."""

from archiver.testing.contract import StorageContract
from archiver.testing.dumping import dump

__all__ = ["StorageContract", "dump"]
