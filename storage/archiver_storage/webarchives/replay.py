"""Replay: captures that an archive gives by time, raw: `…/20180327031400id_/http://…`."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from archiver.errors import SourceError
from archiver.webarchives.mementos import Memento
from archiver.webarchives.webarchive import Answer, Busy, Elsewhere, Recovered, Withheld
from archiver_storage.webarchives.payload import Payload

if TYPE_CHECKING:
    from datetime import datetime

ORIGINAL = "x-archive-orig-"
"""Prefix by which the Wayback Machine sends the headers of the capture."""
OWN = {"memento-datetime", "link", "content-location", "preference-applied", "vary", "location"}
OWN |= {"date", "server"}
"""Headers that are the archive's where it sends those of the capture as they are."""
CLOSED = re.compile(r"\b(?:AdministrativeAccessControl|RobotAccessControl)Exception\b")


def recovered(memento: Memento, answer: Answer, pause: float) -> Recovered:
    """Read a capture; without Memento-Datetime the answer is the archive's own."""
    at = _made(answer)
    if at is None:
        raise _own(memento, answer, pause)
    headers = _headers(memento, answer)
    payload = Payload.of(
        answer.body, answer.headers.get("content-encoding", ""), headers, memento.sha1
    )
    return Recovered(
        url=memento.url,
        at=at,
        status=answer.status,
        headers=payload.headers,
        response=payload.message(answer.status),
        body=payload.body,
        verified=payload.verified,
    )


def _made(answer: Answer) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers.get("memento-datetime", ""))
    except ValueError:
        return None


def _headers(memento: Memento, answer: Answer) -> list[tuple[str, str]]:
    named = {n: v for n, v in answer.headers.items() if n.startswith(ORIGINAL)}
    if named:
        told = {name.removeprefix(ORIGINAL): value for name, value in named.items()}
    else:
        told = {name: value for name, value in answer.headers.items() if name not in OWN}
    if "location" not in told and "location" in answer.headers:
        told["location"] = _target(memento, answer.headers["location"])
    return [(name.title(), value) for name, value in told.items()]


def _target(memento: Memento, location: str) -> str:
    """Return where a capture redirected to, without the archive before it."""
    found = Memento.read(urljoin(memento.address, location))
    return found.url if found else location


def _own(memento: Memento, answer: Answer, pause: float) -> SourceError:
    """Return what the archive says where it gives no capture."""
    status = answer.status
    if status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100:
        found = Memento.read(urljoin(memento.address, answer.headers.get("location", "")))
        if found is not None and (found.at, found.url) != (memento.at, memento.url):
            return Elsewhere(found)
        return SourceError("the archive redirects without end")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Busy(f"the archive answers HTTP {status}", answer.wait(pause))
    if closed := CLOSED.search(answer.body[:10_000].decode("utf-8", "replace")):
        return Withheld(f"the archive keeps it closed: {closed[0]}")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Withheld("the archive does not give what its index lists")
    return SourceError(f"the archive answers HTTP {status}, and no capture")
