"""Answers in words: what each command prints for people."""
