"""Likeness: which records say the same, or nearly, and the clusters that they form."""
