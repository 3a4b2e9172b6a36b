"""A TLS server of before 2010, which knows no secure renegotiation (RFC 5746).

No OpenSSL of today can be made to be one, so a library in Python speaks for it, and hands what it
reads to a plain server behind.
"""

from __future__ import annotations

import socket
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import ExtensionType
from tlslite.errors import TLSError
from tlslite.messages import ServerHello

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 65_536
SETTINGS = HandshakeSettings()
SETTINGS.maxVersion = (3, 3)  # TLS 1.2: no later one renegotiates


class _Connection(TLSConnection):  # type: ignore[misc]  # untyped
    """Greets without a word of renegotiation."""

    def _sendMsg(self, msg: Any, *words: Any, **more: Any) -> Any:  # noqa: N802  # the library's
        if isinstance(msg, ServerHello):
            kept = (e for e in msg.extensions if e.extType != ExtensionType.renegotiation_info)
            msg.extensions = list(kept)
        return super()._sendMsg(msg, *words, **more)


@contextmanager
def elder(file: Path, port: int) -> Iterator[str]:
    """Give the address of a server with the key and certificates of a file, before a ``port``."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, file, port), daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, file: Path, port: int) -> None:
    text = file.read_text(encoding="ascii")
    chain = X509CertChain()
    chain.parsePemList(text)
    key = parsePEMKey(text, private=True)
    while True:
        try:
            asked, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_converse, args=(asked, chain, key, port), daemon=True).start()


def _converse(asked: socket.socket, chain: X509CertChain, key: Any, port: int) -> None:
    with closing(asked), socket.create_connection(("127.0.0.1", port)) as behind:
        spoken = _Connection(asked)
        try:
            spoken.handshakeServer(certChain=chain, privateKey=key, settings=SETTINGS)
            threading.Thread(target=_answer, args=(spoken, behind), daemon=True).start()
            while words := spoken.recv(MOST):
                behind.sendall(words)
        except (OSError, TLSError):
            return  # the client went away


def _answer(spoken: _Connection, behind: socket.socket) -> None:
    try:
        while words := behind.recv(MOST):
            spoken.sendall(words)
        spoken.close()
    except (OSError, TLSError):
        return  # the client went away
