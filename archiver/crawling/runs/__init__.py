"""Runs: a crawl from its command line to its exit code."""
