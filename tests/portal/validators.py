"""ETag and Last-Modified, and the answer to those who have the page already."""

from __future__ import annotations

import hashlib
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from portal.answers import Answer

if TYPE_CHECKING:
    from portal.answers import Request

_CHANGED: Final = 1_750_000_000
"""When the portal was last changed before it was served: seconds since 1970."""


def validated(request: Request, answer: Answer, version: int) -> Answer:
    """Return the answer with validators, or 304 where the client has it already.

    ``version`` counts the changes of the portal's content.
    """
    if answer.status != HTTPStatus.OK:
        return answer
    etag = f'"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
    changed = formatdate(_CHANGED + version, usegmt=True)
    validators = (("ETag", etag), ("Last-Modified", changed))
    if _is_known(request, etag, changed):
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=validators)
    return Answer(headers=(*answer.headers, *validators), body=answer.body)


def _is_known(request: Request, etag: str, changed: str) -> bool:
    """Tell whether the client has the page; an ETag counts before a date."""
    if "if-none-match" in request.headers:
        return request.headers["if-none-match"] == etag
    return request.headers.get("if-modified-since") == changed
