"""Records in an SQL database."""

from archiver_storage.sql.storage import SqlStorage

__all__ = ["SqlStorage"]
