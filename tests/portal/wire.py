"""How requests come and answers go over the wire, whole or not."""

from __future__ import annotations

import asyncio
import socket
import struct
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from portal.answers import Request

if TYPE_CHECKING:
    from portal.answers import Answer
    from portal.faults import Fault

_PIECE: Final = 1024
_SETTLE: Final = 0.02
"""Seconds for what was sent to arrive before a reset throws it away."""
_NO_BODY: Final = frozenset({204, 304})


async def read(reader: asyncio.StreamReader) -> Request | None:
    """Read one request; ``None`` when the client has closed the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    line, *fields = head.decode("latin-1").split("\r\n")
    method, target, _ = line.split(" ", 2)
    pairs = (field.partition(":") for field in fields if field)
    headers = {name.strip().lower(): text.strip() for name, _, text in pairs}
    length = int(headers.get("content-length", 0))
    body = await reader.readexactly(length) if length else b""
    return Request(method=method, target=target, headers=headers, body=body)


def written(request: Request, answer: Answer, fault: Fault) -> tuple[bytes, bytes, bool]:
    """Return head and body as they are sent, and whether the message is whole."""
    with_body = request.method != "HEAD" and answer.status not in _NO_BODY
    body = answer.body if with_body else b""
    kept = body if fault.keep is None else body[: fault.keep]
    phrase = HTTPStatus(answer.status).phrase
    lines = [f"HTTP/1.1 {answer.status} {phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {text}" for name, text in answer.headers]
    if fault.chunked:
        lines.append("Transfer-Encoding: chunked")
        kept = _chunks(kept) + (b"0\r\n\r\n" if fault.keep is None else b"")
    elif answer.status not in _NO_BODY:
        lines.append(f"Content-Length: {len(answer.body) + fault.by}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    whole = fault.keep is None and not fault.by and not fault.reset
    return head, kept, whole


def _chunks(body: bytes) -> bytes:
    pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


async def send(writer: asyncio.StreamWriter, wire: bytes, pause: float) -> None:
    step = _PIECE if pause else max(len(wire), 1)
    for start in range(0, len(wire), step):
        writer.write(wire[start : start + step])
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


async def reset(writer: asyncio.StreamWriter) -> None:
    """Close the connection so that the client's system sees a reset, not an end."""
    await asyncio.sleep(_SETTLE)
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
