"""Captures for tests, written by the project's own code and checked apart from it."""
