"""Asking: what people want to know, in SQL."""
