"""The Wayback Machine's dialect: the CDX server, and raw captures under ``id_``."""

from __future__ import annotations

import json
import re
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote_plus, unquote_plus, urljoin, urlsplit

from portal.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archives.holding import Held, Holding
    from portal.answers import Request

_FIELDS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_REPLAY: Final = re.compile(r"/web/(\d{14})id_/(.+)")
_REDIRECTS: Final = range(300, 400)


class Wayback:
    """Answers as web.archive.org does; ``closed`` addresses it does not show.

    ``lost`` captures (address, stamp) stand in the index, and another one is given instead.
    """

    def __init__(self, holding: Holding) -> None:
        self.holding = holding
        self.closed: set[str] = set()
        self.lost: set[tuple[str, str]] = set()
        self.gzip_on_the_way = False

    def answer(self, request: Request) -> Answer:
        """Return what it answers."""
        if request.path == "/cdx/search/cdx":
            return self._cdx(parse_qs(urlsplit(request.target).query))
        match = _REPLAY.fullmatch(request.target)
        return self._replay(match[1], match[2]) if match else self.not_found(request.path)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return what it says where it holds nothing."""
        return Answer.page(f"<p>Wayback has not archived {path}", status or 404)

    # --- the index

    def _cdx(self, query: dict[str, list[str]]) -> Answer:
        named = {name: values[0] for name, values in query.items()}
        if named.get("matchType") != "host":
            return Answer.text("this stand-in lists hosts", 400)
        rows = [row for row in self.holding.of_host(named["url"]) if _within(row, named)]
        rows = [row for row in rows if all(_passes(row, rule) for rule in query.get("filter", []))]
        if "resumeKey" in query:
            key, _, stamp = unquote_plus(named["resumeKey"]).rstrip("!").partition(" ")
            rows = [row for row in rows if (row.key, row.stamp) > (key, stamp)]
        limit = int(named.get("limit", 150_000))
        fields = named.get("fl", ",".join(_FIELDS)).split(",")
        lines = [[_cell(row, name) for name in fields] for row in rows[:limit]]
        more = len(rows) > limit and named.get("showResumeKey") == "true"
        last = rows[limit - 1] if more else None
        resume: list[list[str]] = (
            [[], [quote_plus(f"{last.key} {last.stamp}") + "%21"]] if last else []
        )
        if named.get("output") != "json":
            return Answer.text("".join(" ".join(line) + "\n" for line in (*lines, *resume)))
        lines = [fields, *lines] if lines else []
        body = json.dumps([*lines, *resume]).encode()
        return Answer(headers=(("Content-Type", "application/json"),), body=body)

    # --- captures

    def _replay(self, stamp: str, url: str) -> Answer:
        if url in self.closed:
            message = "org.archive.wayback.exception.AdministrativeAccessControlException: blocked"
            return Answer.text(message, 403)
        row = self.holding.nearest(url, stamp)
        if row is None:
            return self.not_found(url)
        if (row.url, row.stamp) in self.lost:
            others = [o for o in self.holding.rows if o.key == row.key and o.stamp != row.stamp]
            return _elsewhere(min(others, key=lambda other: abs(other.at - row.at)))
        return self._memento(row) if row.stamp == stamp else _elsewhere(row)

    def _memento(self, row: Held) -> Answer:
        return Answer(
            status=302 if row.status in _REDIRECTS else row.status,
            headers=(
                *_sent(row),
                *((f"x-archive-orig-{name.lower()}", value) for name, value in row.headers),
                ("memento-datetime", format_datetime(row.at, usegmt=True)),
                ("link", f'<{row.url}>; rel="original"'),
            ),
            body=row.body,
        )


def _elsewhere(row: Held) -> Answer:
    return Answer(status=302, headers=(("Location", f"/web/{row.stamp}id_/{row.url}"),))


def _sent(row: Held) -> Iterable[tuple[str, str]]:
    """Yield the headers that matter to a browser, as they are of the capture."""
    for name, value in row.headers:
        if name.lower() in {"content-type", "content-encoding"}:
            yield name, value
        if name.lower() == "location":
            yield "Location", f"/web/{row.stamp}id_/{urljoin(row.url, value)}"


def _within(row: Held, named: dict[str, str]) -> bool:
    first, last = named.get("from", "").ljust(14, "0"), named.get("to", "").ljust(14, "9")
    return first <= row.stamp <= last


def _passes(row: Held, rule: str) -> bool:
    negated, rule = rule.startswith("!"), rule.removeprefix("!")
    name, _, pattern = rule.partition(":")
    return (re.fullmatch(pattern, _cell(row, name)) is None) == negated


def _cell(row: Held, name: str) -> str:
    revisit = row.kind == "revisit"
    cells = {
        "urlkey": row.key,
        "timestamp": row.stamp,
        "original": row.url,
        "mimetype": row.mime,
        "statuscode": "-" if revisit else str(row.status),
        "digest": row.digest,
        "length": str(row.length),
    }
    return cells[name]
