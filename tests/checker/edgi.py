"""EDGI's client of the Wayback Machine reads an archive that stands in for it.

``python edgi.py URL HOST`` runs in the checker's environment and prints, a JSON object a line, what
the client finds: the captures of a host, page by page, and each as its ``id_`` gives it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from importlib import import_module
from typing import Any

AT_ONCE = 7
"""Lines of an answer of the index, so that there are several."""


def main() -> None:
    """Read everything."""
    base, host = sys.argv[1:]
    wayback: Any = import_module("wayback")  # not in the environment of the tests
    client: Any = import_module("wayback._client")
    utils: Any = import_module("wayback._utils")
    client.CDX_SEARCH_URL = f"{base}/cdx/search/cdx"
    utils.MEMENTO_URL_TEMPLATE = f"{base}/web/{{timestamp}}{{mode}}/{{url}}"
    utils.MEMENTO_URL_PATTERN = re.compile(rf"^{re.escape(base)}/web/(\d+)(\w\w_)?/(.+)$")
    session = wayback.WaybackSession(search_calls_per_second=0, memento_calls_per_second=0)
    with wayback.WaybackClient(session) as asked:
        for row in asked.search(host, match_type="host", limit=AT_ONCE):
            memento = asked.get_memento(row.raw_url, follow_redirects=False)
            sha1 = hashlib.sha1(memento.content, usedforsecurity=False).digest()
            told = {
                "url": row.original,
                "at": memento.timestamp.isoformat(),
                "listed": row.digest,
                "digest": base64.b32encode(sha1).decode(),
                "type": memento.headers.get("Content-Type"),
            }
            print(json.dumps(told))  # noqa: T201  # read by the test


if __name__ == "__main__":
    main()
