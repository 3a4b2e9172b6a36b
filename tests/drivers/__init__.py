"""Whole runs as archivists start them, at chosen times, and what they need: processes, servers."""
