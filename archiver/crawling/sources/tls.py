"""TLS: certificates are verified, and for one site with what its old server needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from OpenSSL import SSL
from scrapy.core.downloader.tls import _ScrapyClientTLSOptions26
from service_identity import VerificationError
from twisted.internet._sslverify import ClientTLSOptions, IOpenSSLTrustRoot
from twisted.internet.ssl import CertificateOptions, TLSVersion
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from archiver.crawling.sources.wire import failures
from archiver.errors import SettingsError
from archiver.settings import TlsSettings

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.parsing.parser import Parser
    from archiver.settings import Settings

VERSIONS = {
    "TLSv1.0": TLSVersion.TLSv1_0,
    "TLSv1.1": TLSVersion.TLSv1_1,
    "TLSv1.2": TLSVersion.TLSv1_2,
}
INSECURE_RENEGOTIATION = 0x4
"""OpenSSL's ``SSL_OP_LEGACY_SERVER_CONNECT``."""
VERIFIED = "verified"


@implementer(IOpenSSLTrustRoot)
@dataclass(frozen=True, slots=True)
class Trust:
    """The system's certificates, and those in a file beside them."""

    more: Path | None = None

    def _addCACertsToContext(self, context: SSL.Context) -> None:  # noqa: N802  # Twisted's name
        context.set_default_verify_paths()
        if self.more is not None:
            context.load_verify_locations(str(self.more))


class _Options(CertificateOptions):
    """Twisted's options, with OpenSSL's own words for ciphers, the security level among them."""

    def __init__(self, settings: TlsSettings) -> None:
        self._settings = settings
        trust: Any = Trust(settings.certificates)  # mypy does not see what it implements
        super().__init__(
            trustRoot=trust,
            fixBrokenPeers=True,
            insecurelyLowerMinimumTo=VERSIONS[settings.oldest],
        )

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: FBT001, FBT002, N802, N803  # Twisted's
        ciphers = self._settings.ciphers
        context = super()._makeContext(skipCiphers=skipCiphers or ciphers is not None)
        if self._settings.renegotiation:
            context.set_options(INSECURE_RENEGOTIATION)
        if ciphers is not None:
            context.set_cipher_list(ciphers.encode())
        return context


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """How servers are connected to: the hosts of a site by its settings, all others by none."""

    def __init__(self, parser: Parser, settings: Settings) -> None:
        own = settings.site(parser.name).tls
        self._hosts, self._verify, self._used = parser.hosts, own.verify, _used(own)
        self._own, self._strict = _Options(own), _Options(TlsSettings())

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: N802  # Twisted's
        """Return what makes TLS connections to a host."""
        del port
        host = hostname.decode("ascii")
        if host not in self._hosts:
            return ClientTLSOptions(self._strict._makeTLSConnection, host)  # noqa: SLF001
        kind: Any = ClientTLSOptions if self._verify else _ScrapyClientTLSOptions26
        return cast("ClientTLSOptions", kind(self._own._makeTLSConnection, host))  # noqa: SLF001

    def used(self, host: str) -> dict[str, str]:
        """Return what a capture is to say of how its server was trusted."""
        return self._used if host in self._hosts else {"certificate": VERIFIED}


def refuse_unusable(site: str, settings: TlsSettings) -> None:
    """Raise ``SettingsError`` for settings of a site that OpenSSL does not take."""
    if settings == TlsSettings():
        return
    try:
        _Options(settings).getContext()
    except SSL.Error as error:
        message = f"setting sites.{site}.tls: OpenSSL does not take it: {error}"
        raise SettingsError(message) from error


def _used(settings: TlsSettings) -> dict[str, str]:
    """Return the settings that are not the usual ones, the file by its SHA-256."""
    more = settings.certificates
    told = {
        "certificate": VERIFIED if settings.verify else "not verified",
        "moreCertificates": f"sha256:{hashlib.sha256(more.read_bytes()).hexdigest()}"
        if more
        else "",
        "tlsCiphers": settings.ciphers or "",
        "tlsOldest": settings.oldest if settings.oldest != TlsSettings().oldest else "",
        "tlsRenegotiation": "insecure" if settings.renegotiation else "",
    }
    return {name: value for name, value in told.items() if value}


def trouble(error: BaseException) -> str | None:
    """Return why TLS failed, ``None`` where something else did."""
    return next(filter(None, map(_told, failures(error))), None)


def _told(error: BaseException) -> str | None:
    if isinstance(error, VerificationError):
        return "the certificate is one of another host"
    if isinstance(error, SSL.Error):
        details = error.args[0] if error.args else ()
        return f"TLS fails: {', '.join(reason for *_, reason in details) or 'no reason is given'}"
    return None
