"""Certificates are verified, and what one old server needs is given to that one alone."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import warnings
from typing import TYPE_CHECKING

import pytest

from archiver.health.ailments import Ailment, ailment_of
from archiver.ledger import Kind, Outcome
from drivers.runs import bench
from portal.authority import Authority
from portal.districts import longbien
from portal.elder import elder
from portal.server import Portal

if TYPE_CHECKING:
    from pathlib import Path

    from drivers.runs import Bench

pytestmark = pytest.mark.crawl

HOST = "longbien.hanoi.gov.vn"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that the system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    return Authority.make(tmp_path)


def serving(context: ssl.SSLContext) -> Portal:
    return Portal(longbien(3), tls=context)


def told(place: Bench) -> str:
    """Return what the metadata records say."""
    files = (place.archive / "warc").glob("*.warc.gz")
    return "".join(gzip.decompress(file.read_bytes()).decode("latin-1") for file in files)


def refused(place: Bench, portal: Portal) -> str:
    """Crawl, and return why the site was not reached; nothing was asked of it."""
    place.folder.mkdir(exist_ok=True)
    place.crawl("longbien", expect=1)
    assert portal.log == []
    (reason,) = place.last_run().reasons[Outcome.FAILED]
    assert ailment_of(Kind.LIST, Outcome.FAILED, reason) is Ailment.CERTIFICATE
    return reason


def test_a_certificate_is_verified(authority: Authority, tmp_path: Path) -> None:
    with serving(authority.server(HOST)) as portal:
        place = bench(tmp_path, portal)
        place.crawl("longbien")
    assert "certificate: verified\r\n" in told(place)


def test_one_that_nobody_vouches_for_is_refused(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(authority.server(HOST)) as portal:
        reason = refused(bench(tmp_path, portal, crawl__retries=0), portal)
    assert "certificate verify failed" in reason


def test_one_of_another_host_is_refused(authority: Authority, tmp_path: Path) -> None:
    with serving(authority.server("other.vn")) as portal:
        reason = refused(bench(tmp_path, portal, crawl__retries=0), portal)
    assert "certificate" in reason


def test_an_intermediate_certificate_that_the_server_forgets(
    authority: Authority, tmp_path: Path
) -> None:
    with serving(authority.server(HOST, whole=False)) as portal:
        refused(bench(tmp_path / "without", portal, crawl__retries=0), portal)
        file = tmp_path / "intermediate.pem"
        place = bench(tmp_path, portal, sites__longbien__tls__certificates=str(file))
        place.crawl("longbien")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert f"certificate: verified\r\nmoreCertificates: sha256:{digest}\r\n" in told(place)


def test_the_last_resort_is_recorded(authority: Authority, tmp_path: Path) -> None:
    with serving(authority.server("other.vn")) as portal:
        place = bench(tmp_path, portal, sites__longbien__tls__verify=False)
        place.crawl("longbien")
    assert "certificate: not verified\r\n" in told(place)


def test_what_one_site_needs_is_not_given_to_another(authority: Authority, tmp_path: Path) -> None:
    with serving(authority.server("other.vn")) as portal:
        options = {"sites.bo-de.tls.verify": False, "crawl__retries": 0}
        refused(bench(tmp_path, portal, **options), portal)


def test_an_old_server(authority: Authority, tmp_path: Path) -> None:
    context = authority.server(HOST)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with serving(context) as portal:
        bench(tmp_path, portal, crawl__retries=0).crawl("longbien", expect=1)
        assert portal.log == []
        needs = {
            "sites__longbien__tls__oldest": "TLSv1.0",
            "sites__longbien__tls__ciphers": "DEFAULT@SECLEVEL=0",
        }
        place = bench(tmp_path, portal, **needs)
        place.crawl("longbien")
    assert "tlsCiphers: DEFAULT@SECLEVEL=0\r\ntlsOldest: TLSv1.0\r\n" in told(place)
    assert "tls: TLSv1.1 " in told(place)


def test_a_server_that_cannot_renegotiate_securely(authority: Authority, tmp_path: Path) -> None:
    authority.server(HOST)
    with Portal(longbien(3)) as portal, elder(tmp_path / f"{HOST}.pem", portal.port) as url:
        connect = {"crawl__connect": dict.fromkeys(portal.connect, url)}
        reason = refused(bench(tmp_path / "without", portal, crawl__retries=0, **connect), portal)
        assert "unsafe legacy renegotiation disabled" in reason
        needs = {"sites__longbien__tls__renegotiation": True}
        place = bench(tmp_path, portal, **connect, **needs)
        place.crawl("longbien")
    assert "certificate: verified\r\ntlsRenegotiation: insecure\r\n" in told(place)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"sites.lonbien.tls.verify": False}, "there is no site 'lonbien'; did you mean"),
        ({"sites.longbien.tls.ciphers": "nonsense"}, "sites.longbien.tls: OpenSSL does not take"),
        ({"sites.longbien.tls.certificates": "no.pem"}, "sites.longbien.tls.certificates: path"),
        ({"sites.longbien.tls.verfy": False}, "did you mean sites.longbien.tls.verify?"),
        ({"crawl.verify_certificates": False}, "no setting crawl.verify_certificates"),
    ],
)
def test_settings_that_are_none(setting: dict[str, object], message: str, tmp_path: Path) -> None:
    with Portal(longbien(3)) as portal:
        done = bench(tmp_path, portal, **setting).crawl("longbien", expect=2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
