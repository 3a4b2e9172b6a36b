"""An authority that certifies hosts, by way of an intermediate one, as the real ones do."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from pathlib import Path

FROM = datetime.now(UTC) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def by(cls, issuer: Certified | None, name: str, *, host: bool = False) -> Self:
        """Certify a name; an authority without an ``issuer`` certifies itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(FROM)
            .not_valid_after(FROM + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
        )
        if host:
            names = x509.SubjectAlternativeName([x509.DNSName(name)])
            builder = builder.add_extension(names, critical=False)
        return cls(builder.sign(issuer.key if issuer else key, SHA256()), key)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True, slots=True)
class Authority:
    """The files of an authority: ``root.pem``, ``intermediate.pem``, and of each host."""

    folder: Path
    root: Certified
    intermediate: Certified

    @classmethod
    def make(cls, folder: Path) -> Self:
        root = Certified.by(None, "Root")
        made = cls(folder, root, Certified.by(root, "Intermediate"))
        (folder / "root.pem").write_bytes(root.pem)
        (folder / "intermediate.pem").write_bytes(made.intermediate.pem)
        return made

    def server(self, host: str, *, whole: bool = True) -> ssl.SSLContext:
        """Return what a host's server shows; not the ``whole`` chain: only its own certificate."""
        own = Certified.by(self.intermediate, host, host=True)
        key = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file = self.folder / f"{host}.pem"
        file.write_bytes(key + own.pem + (self.intermediate.pem if whole else b""))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context
