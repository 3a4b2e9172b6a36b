"""Decisions: what persons decide of articles, logged beside the database and carried out."""
