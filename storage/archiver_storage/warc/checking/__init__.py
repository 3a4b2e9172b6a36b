"""Checking: files are read through strictly, by the rules of WARC 1.1 and of this archive."""
