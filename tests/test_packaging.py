"""A wheel holds the four packages, and somebody else's plugin works beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).parents[1]
PAGES = {
    "https://toy.example/": '<ul><li><a href="/tin/1">Một</a><li><a href="/tin/2">Hai</a></ul>',
    "https://toy.example/tin/1": "<h1>Hội làng</h1><main><p>Hôm nay mở hội.</p></main>",
    "https://toy.example/tin/2": "<h1>Đường mới</h1><main><p>Đường đã thông xe.</p></main>",
}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the project's wheel and the toy's."""
    folder = tmp_path_factory.mktemp("wheels")
    for source in (ROOT, ROOT / "tests/toy"):
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(build, cwd=source, check=True, capture_output=True)
    return {path.name.partition("-")[0]: path for path in folder.glob("*.whl")}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, wheels: dict[str, Path]) -> Path:
    """Make a fresh environment with the wheel, and borrow the dependencies from this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    pip(folder, "install", "--no-deps", str(wheels["archiver"]))
    return folder


def run(folder: Path, *command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVER_", "COV"))}
    environ["SCRAPY_SETTINGS_MODULE"] = "archiver.crawling.settings"
    return subprocess.run(
        [folder / "bin" / "python", "-m", *command],
        cwd=cwd or folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def pip(folder: Path, *arguments: str) -> None:
    quiet = ("-q", "--disable-pip-version-check", "--no-input")
    done = run(folder, "pip", arguments[0], *quiet, *arguments[1:])
    assert done.returncode == 0, done.stderr


def names(folder: Path) -> tuple[str, str]:
    return run(folder, "archiver", "sites").stdout, run(folder, "scrapy", "list").stdout


def typed(page: str) -> list[str]:
    """Return what a page tells to type, line by line."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def village(path: Path) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body in PAGES.items():
            page = f"<!doctype html><meta charset=utf-8>{body}".encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(page), length=len(page), http_headers=head
            )
            writer.write_record(record)
    return path


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheels: dict[str, Path]) -> None:
    files = zipfile.ZipFile(wheels["archiver"]).namelist()
    tops = {name.partition("/")[0] for name in files}
    packages = {"archiver", "archiver_plugins", "archiver_spiders", "archiver_storage"}
    assert {top for top in tops if not top.endswith(".dist-info")} == packages
    assert {f"{package}/py.typed" for package in packages} <= set(files)


def test_a_plugin_comes_crawls_and_goes(
    environment: Path, wheels: dict[str, Path], tmp_path: Path
) -> None:
    assert not any("toy" in listed.split() for listed in names(environment))

    pip(environment, "install", "--no-deps", str(wheels["archiver_toy"]))
    assert all("toy" in listed.split() for listed in names(environment))
    source = village(tmp_path / "village.warc.gz")
    crawl = ("scrapy", "crawl", "toy", "-a", f"source={source}")
    crawled = run(environment, *crawl, cwd=tmp_path)
    assert crawled.returncode == 0, crawled.stderr
    shown = run(environment, "archiver", "show", "2", "--site", "toy", cwd=tmp_path)
    assert "Đường đã thông xe." in shown.stdout

    pip(environment, "uninstall", "-y", "archiver-toy")
    assert not any("toy" in listed.split() for listed in names(environment))
    gone = run(environment, *crawl, cwd=tmp_path)
    assert gone.returncode == 2
    assert "there is no site 'toy'" in gone.stderr


def test_the_tutorial_for_authors_word_for_word(environment: Path, tmp_path: Path) -> None:
    scrapy = environment / "bin" / "scrapy"
    scrapy.write_text(f'#!/bin/sh\nexec {environment}/bin/python -m scrapy "$@"\n')
    scrapy.chmod(0o755)
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVER_", "COV"))}
    environ |= {
        "PATH": f"{environment / 'bin'}{os.pathsep}{environ['PATH']}",
        "PIP_NO_BUILD_ISOLATION": "false",  # hatchling is borrowed, and nothing is downloaded
        "PIP_NO_INDEX": "true",
        "SCRAPY_SETTINGS_MODULE": "archiver.crawling.settings",
    }
    lines = typed("docs/tutorial/one-more-site.md")
    assert len(lines) == 9
    said = ""
    for line in lines:
        done = subprocess.run(
            ["bash", "-ec", line],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        said += done.stdout
    assert "system: WordPress, by the generator" in said
    assert "The site answers" in said
    assert re.search(r"^bai-boi +25 ", said, re.MULTILINE)
