"""Exact bytes off the wire, out of Scrapy's HTTP/1.1 client.

Scrapy and Twisted hand out parsed responses: the reason phrase, the order and case of headers and
the request itself are gone. This module listens at the connection instead. It uses private names
of Scrapy, which is why Scrapy's minor version is pinned and the bytes are held by a test.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import DownloadFailedError
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.web._newclient import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scrapy import Request
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web.client import URI, Agent

NAT64 = ipaddress.ip_network("64:ff9b::/96")
LARGEST_HEAD = 100_000
"""Bytes that the head of an answer may have, with what 1xx answers come before it."""


@dataclass(slots=True)
class Recording:
    """What went over a connection for one request, while it goes.

    ``most`` bytes of an answer are taken; ``refusal`` is why no more were. ``headed``: its head is
    whole.
    """

    most: int

    request: bytearray = field(default_factory=bytearray)
    response: bytearray = field(default_factory=bytearray)
    ip: str | None = None
    tls: str | None = None
    headed: bool = False
    refusal: str | None = None

    def begin(self, ip: str) -> None:
        """Forget what an earlier, dead connection brought for the same request."""
        self.request.clear()
        self.response.clear()
        self.ip, self.headed = ip, False

    def whole(self) -> bytes:
        """Return the answer and forget it: a large one is not to be there twice."""
        response = bytes(self.response)
        self.response.clear()
        return response

    def take(self, data: bytes) -> bool:
        """Note what comes in; tell whether it may go on."""
        self.response += data
        if not self.headed and len(self.response) > LARGEST_HEAD:
            self.refusal = f"headers of more than {LARGEST_HEAD:,} bytes"
        elif len(self.response) > self.most + LARGEST_HEAD:
            self.refusal = f"chunks of more than {self.most:,} bytes for a smaller body"
        return self.refusal is None


class _Tee:
    """A transport that also notes what is written to it."""

    def __init__(self, transport: Any, copy: bytearray) -> None:  # noqa: ANN401  # untyped Twisted
        self._transport = transport
        self._copy = copy

    def write(self, data: bytes) -> None:
        self._copy += data
        self._transport.write(data)

    def writeSequence(self, parts: Iterable[bytes]) -> None:  # noqa: N802  # Twisted's name
        for part in parts:
            self.write(part)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever else a transport has
        return getattr(self._transport, name)


class RecordingProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001  # see the module
    """An HTTP/1.1 connection that records each of its exchanges."""

    recording: Recording | None = None

    def request(self, request: Any) -> Deferred[Any]:  # noqa: ANN401  # untyped Twisted
        """Send a request, noting its bytes."""
        recording = self.recording = request.recording
        transport: Any = self.transport  # Twisted types it as an optional interface
        recording.begin(transport.getPeer().host)
        write = request.writeTo
        request.writeTo = lambda transport: write(_Tee(transport, recording.request))
        return super().request(request).addCallback(self._note_head)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's name
        """Note what comes in, and pass it on."""
        if self.recording is not None and not self.recording.take(data):
            self.abort()  # type: ignore[no-untyped-call]
            return
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _note_head(self, response: Any) -> Any:  # noqa: ANN401  # untyped Twisted
        self.recording.headed = True  # type: ignore[union-attr]  # set by request()
        # The handshake is over only now: before the response the cipher is not known.
        with suppress(AttributeError):
            handle = self.transport.getHandle()  # type: ignore[union-attr]  # connected
            self.recording.tls = (  # type: ignore[union-attr]  # set by request()
                f"{handle.get_protocol_version_name()} {handle.get_cipher_name()}"
            )
        return response


class GuardedFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001  # see the module
    """Builds recording connections, and none to an address that is not public.

    The peer's address is looked at, not the name: a name or a redirect can point anywhere.
    """

    private_addresses = False

    def buildProtocol(self, addr: IAddress | None) -> RecordingProtocol:  # noqa: N802  # Twisted's
        """Return a connection to ``addr``, or refuse it."""
        host = getattr(addr, "host", None)
        if host is not None and not self.private_addresses and not _public(host):
            message = (
                f"{host} is not a public address; "
                "set crawl.private_addresses = true to crawl an intranet"
            )
            raise DownloadFailedError(message)
        return RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class PrivateFactory(GuardedFactory):
    """Builds recording connections to any address."""

    private_addresses = True


def _public(host: str) -> bool:
    return all(one.is_global and not one.is_multicast for one in _meant(host))


def _meant(host: str) -> Iterator[IPv4Address | IPv6Address]:
    """Yield an address, and those of IPv4 that it carries to where they may be reached."""
    address = ipaddress.ip_address(host)
    yield address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if isinstance(address, IPv6Address):
        if address.sixtofour is not None:
            yield address.sixtofour
        if address in NAT64:
            yield IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """An endpoint that the settings name: it may be anywhere."""

    endpoint: Any

    def connect(self, factory: Any) -> Deferred[Any]:  # noqa: ANN401  # untyped Twisted
        factory.private_addresses = True
        return cast("Deferred[Any]", self.endpoint.connect(factory))


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A connection whose next request is to be recorded as ``recording``."""

    connection: Any
    recording: Recording

    def request(self, request: Any) -> Deferred[Any]:  # noqa: ANN401  # untyped Twisted
        request.recording = self.recording
        return cast("Deferred[Any]", self.connection.request(request))


@dataclass(frozen=True, slots=True)
class _Line:
    """The pool of connections, as one request sees it."""

    pool: Any
    recording: Recording

    @property
    def persistent(self) -> bool:
        return cast("bool", self.pool.persistent)

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[_Labelled]:  # noqa: ANN401, N802  # Twisted's
        connected: Deferred[Any] = self.pool.getConnection(key, endpoint)
        return connected.addCallback(_Labelled, self.recording)


class RecordingAgent(http11._ScrapyAgent):  # noqa: SLF001  # see the module
    """Sends one request and notes what goes over the wire for it."""

    def __init__(self, *, connect: Mapping[str, str], most: int, **options: Any) -> None:  # noqa: ANN401  # passed on
        super().__init__(**options)
        self.recording = Recording(most)
        self._connect = connect

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent: Any = super()._get_agent(request, timeout)
        agent._pool = _Line(agent._pool, self.recording)  # noqa: SLF001  # see the module
        agent._getEndpoint = partial(self._endpoint, agent, agent._getEndpoint)  # noqa: SLF001
        return cast("Agent", agent)

    def _endpoint(self, agent: Any, own: Callable[[URI], Any], uri: URI) -> Any:  # noqa: ANN401  # untyped
        """Connect elsewhere for some hosts; URL and Host header stay as they are."""
        target = self._connect.get(uri.host.decode("ascii"))
        if target is None:
            return own(uri)
        parts = urlsplit(target)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        endpoint: Any = HostnameEndpoint(agent._reactor, parts.hostname or "", port)  # noqa: SLF001
        if secure:
            policy: Any = self._contextFactory
            endpoint = wrapClientTLS(policy.creatorForNetloc(uri.host, uri.port), endpoint)
        return _Chosen(endpoint)


def unreadable(error: BaseException) -> str | None:
    """Return that an answer cannot be taken apart, ``None`` where something else is wrong."""
    if any(isinstance(one, (ParseError, ValueError)) for one in failures(error)):
        return "the answer is no HTTP that can be read"
    return None


def failures(error: BaseException) -> list[BaseException]:
    """Return what Twisted names as the reasons of a failed download."""
    return [failure.value for failure in getattr(error.__cause__, "reasons", ())]
