"""Stand-ins for web archives, each in its own dialect, filled from WARC files."""
