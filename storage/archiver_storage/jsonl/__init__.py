"""Records in a file of JSON Lines."""

from archiver_storage.jsonl.storage import JsonLinesStorage

__all__ = ["JsonLinesStorage"]
