"""Cache parameters: what stands in the address of a file and is new after every change of it.

Liferay writes them. Addresses of its files are still found in articles on newer platforms.
"""

from __future__ import annotations

import re

CACHE = re.compile(r"(?<=[?&])t=\d+(?:&|$)")


def uncached(url: str) -> str:
    """Return a URL without its cache parameter."""
    return CACHE.sub("", url).rstrip("?&") if CACHE.search(url) else url
