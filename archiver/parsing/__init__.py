"""Parsing: how a page becomes a record. What authors of plugins build upon."""
