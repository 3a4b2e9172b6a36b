"""Proving: that captures are what they were, and that records say what captures show."""
