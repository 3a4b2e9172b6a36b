"""Histories: what became of an article: its edits, its views, where it was lost."""
