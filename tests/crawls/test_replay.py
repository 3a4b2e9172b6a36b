"""The WARC of a whole crawl, judged by other people's tools."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from checker.pywb_replay import ENVIRONMENT, replaying
from drivers.runs import bench
from portal import faults
from portal.districts import MAKERS
from portal.server import Portal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.crawl

Kept = tuple["Path", dict[str, bytes], str]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "gzip and chunks"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Crawl a portal; give the WARC, the bodies that were sent, and the portal's host."""
    with Portal(MAKERS["liferay"](15)) as portal:
        if request.param:
            portal.fault(faults.gzipped(r"00\d-"), faults.chunked())
        place = bench(tmp_path_factory.mktemp("crawl"), portal)
        place.crawl("longbien")
    (file,) = (place.archive / "warc").glob("*.warc.gz")
    return file, portal.sent, portal.site.host


def test_warcio_and_gzip_find_nothing_wrong(kept: Kept) -> None:
    for command in ([sys.executable, "-m", "warcio.cli", "check", "-v"], ["gzip", "-t"]):
        done = subprocess.run([*command, str(kept[0])], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.checker
@pytest.mark.skipif(not (ENVIRONMENT / "bin/wayback").exists(), reason="needs pywb: `make checker`")
def test_pywb_gives_back_what_the_server_sent(
    kept: Kept, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file, sent, host = kept
    with replaying([file], tmp_path_factory.mktemp("pywb")) as replay:
        back = {
            target: replay.get(f"https://{host}{target}", datetime.now(UTC)).body for target in sent
        }
    assert back == sent
    assert len(back) > 15
