"""The kit against a served portal: a plugin from nothing, its tests, and what breaks them."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from archiver import settings
from archiver.authoring import contract, fields
from archiver.authoring.fixtures import Expected, expected_in, page_of
from archiver.authoring.pytest_plugin import complaints
from archiver.authoring.workshop import Workshop
from archiver.cli import app, commands
from archiver.errors import SettingsError
from archiver.ledger import Outcome
from drivers import warm
from drivers.runs import CONTACT, bench
from portal import faults
from portal.communes import COMMUNES
from portal.server import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver import Page
    from archiver.parsing.family import Family

pytestmark = pytest.mark.crawl
MENUS = {"wordpress": "/category/tin-tuc/", "unknown": "/tin-tuc"}
MENDED = """from dataclasses import replace

SongHong.version += 1
SongHong.selectors = replace(SongHong.selectors, title="h1.entry-headline")


@hookimpl"""
"""What an author writes when the class of the title has changed."""
SHOWN = {
    "item": "dates",
    "item_date": "dates",
    "link": "articles",
    "menu": "lists",
    "pager": "lists",
    "section": "section",
    "title": "title",
    "date": "published_at",
    "body": "body",
    "drop": "body",
    "keywords": "keywords",
    "frame": "the_frame_is_there",
}
"""By selector, the test that must fail when it finds nothing any more."""


@dataclass(frozen=True)
class Author:
    """Somebody who writes a plugin for a served portal."""

    portal: Portal
    folder: Path

    @property
    def plugin(self) -> Path:
        return self.folder / "archiver-song-hong"

    @property
    def module(self) -> Path:
        return self.plugin / "archiver_song_hong.py"

    @property
    def front(self) -> str:
        return f"https://{self.portal.site.host}{MENUS[self.portal.site.family]}"

    def types(self, *words: str, contact: str = CONTACT) -> subprocess.CompletedProcess[str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVER_", "COV"))}
        environ |= {"ARCHIVER_CRAWL__CONNECT": json.dumps(self.portal.connect)}
        environ |= {"ARCHIVER_CRAWL__DELAY": "0", "ARCHIVER_CRAWL__PATIENCE": "0"}
        environ |= {"ARCHIVER_CONTACT": contact} if contact else {}
        return warm.start(["archiver", "plugin", *words], self.folder, environ).wait()

    def pages(self) -> Iterator[tuple[Expected, Page]]:
        with Workshop(self.plugin, settings.load()).pages() as source:
            for expected in expected_in(self.plugin):
                yield expected, page_of(expected, source)

    def failing(self, parser: Family) -> set[str]:
        """Run what the tests run, and return the names of those that fail."""
        failed = set()
        for expected, page in self.pages():
            for name in fields.names_of(page, parser):
                failed |= {name} if [*complaints(expected, name, parser, replace(page))] else set()
            for check in contract.CHECKS:
                failed |= {check.__name__} if [*check(parser, replace(page))] else set()
        return failed

    def parser(self, text: str | None = None) -> Family:
        """Return the parser, or what it would be if its module held another text."""
        place = self.folder / "mutated.py"
        place.write_text(text or self.module.read_text(encoding="utf-8"), encoding="utf-8")
        family: Family = runpy.run_path(str(place))["SongHong"]()
        return family


@pytest.fixture(scope="module", params=MENUS)
def author(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Author]:
    """An author who has just made a plugin."""
    with Portal(COMMUNES[request.param].site(24)) as portal:
        author = Author(portal, tmp_path_factory.mktemp("author"))
        made = author.types("new", author.front, "--name", "song-hong")
        assert made.returncode == 0, made.stderr
        recognised = {"wordpress": "WordPress, by the generator", "unknown": "no known system"}
        assert recognised[request.param] in made.stdout
        missed = next(line for line in made.stdout.splitlines() if line.startswith("on no saved"))
        assert "abstract" in missed
        assert "body" not in missed
        yield author


def install(plugin: Path, into: Path) -> None:
    """Install a plugin into a folder of its own, whatever is there of it."""
    quiet = ("-q", "--disable-pip-version-check", "--no-input", "--no-index", "--no-deps")
    command = [sys.executable, "-m", "pip", "install", *quiet, "--no-build-isolation", "--upgrade"]
    subprocess.run([*command, "--target", str(into), str(plugin)], check=True, capture_output=True)


@pytest.mark.parametrize("author", ["wordpress"], indirect=True)
def test_a_plugin_that_broke_is_told_of_and_mended_reads_what_waits(
    author: Author, tmp_path: Path
) -> None:
    portal, source = author.portal, author.module.read_text(encoding="utf-8")
    new = [story.key for story in portal.site.stories[-6:]]
    place = replace(bench(tmp_path, portal), plugins=tmp_path / "installed")
    install(author.plugin, tmp_path / "installed")
    try:
        for key in new:
            portal.delete(key)
        place.crawl("song-hong")
        assert place.ask("health").returncode == 0
        for key in new:
            portal.restore(key)
        portal.fault(faults.rewritten('<h1 class="entry-title"', '<h1 class="entry-headline"'))
        broken = place.crawl("song-hong", expect=4)
        assert "layout changed since" in broken.stderr
        assert place.outcomes()[Outcome.REJECTED] == len(new)
        told = place.ask("health", "song-hong", "--json")
        assert told.returncode == 4, told.stderr
        (finding,) = json.loads(told.stdout)["findings"]
        assert (finding["ailment"], finding["name"]) == ("layout changed", "rejected")
        assert finding["url"] in {portal.site.absolute(f"/{key}/") for key in new}
        assert finding["command"] == f"archiver plugin try {finding['url']}"
        author.module.write_text(source.replace("@hookimpl", MENDED), encoding="utf-8")
        install(author.plugin, tmp_path / "installed")
        portal.log.clear()
        place.crawl("song-hong")
        assert not [e for e in portal.log for key in new if key in e.request.target]
        assert place.ask("health").returncode == 0
        told_of, wanted = place.articles("song-hong", portal.expected()), portal.expected()
    finally:
        author.module.write_text(source, encoding="utf-8")
        portal.mend()
        portal.content.gone.clear()
    assert {key: article.title for key, article in told_of.items()} == {
        key: article.title for key, article in wanted.items()
    }


def test_a_new_plugin_is_green_and_sees_the_site(author: Author) -> None:
    checked = author.types("check", "-C", str(author.plugin))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert " passed" in checked.stdout
    assert "The site answers" in checked.stdout
    assert len(expected_in(author.plugin)) == 4
    assert len(author.module.read_text(encoding="utf-8").splitlines()) <= 40


def test_what_is_expected_is_what_the_portal_holds(author: Author) -> None:
    wanted = author.portal.expected()
    found = [(page.url, expected.fields or {}) for expected, page in author.pages()]
    articles = [read for _, read in found if "title" in read]
    assert len(articles) == 3
    for read in articles:
        article = wanted[read["key"]]
        assert (read["title"], tuple(read["body"])) == (article.title, article.body)
        assert article.published_at is not None
        assert read["published_at"] == article.published_at.isoformat()


def test_each_selector_that_is_renamed_fails_the_test_of_its_field(author: Author) -> None:
    parser = author.parser()
    assert author.failing(parser) == set()
    pages = [page for _, page in author.pages()]
    used = {n: css for n, css in parser.selectors.named() if any(p.one(css) for p in pages)}
    assert {"item", "title", "date", "body"} <= used.keys()
    source = author.module.read_text(encoding="utf-8")
    for name, css in used.items():
        renamed = source.replace(f"{name}={json.dumps(css)},", f'{name}=".renamed",')
        if renamed == source:
            mutant = author.parser()
            type(mutant).selectors = replace(parser.selectors, **{name: ".renamed"})
        else:
            mutant = author.parser(renamed)
        failed = author.failing(mutant)
        assert SHOWN.get(name) in failed, f"{name}: {failed}"


def test_a_try_shows_what_is_found_and_keeps_nothing(author: Author) -> None:
    before = sorted(author.folder.rglob("*"))
    story = author.portal.site.stories[3]
    url = author.portal.site.absolute(author.portal.site.path(story))
    shown = author.types("try", url, "-C", str(author.plugin))
    assert story.title in " ".join(shown.stdout.split())
    assert "EMPTY" in shown.stdout
    told = json.loads(author.types("try", url, "--json").stdout)
    assert told["fields"]["title"] == story.title
    assert told["family"] in {"WordPress", "generic"}
    assert sorted(author.folder.rglob("*")) == before
    plugin = ("-C", str(author.plugin), "--json")
    for_articles, for_lists = (
        {
            found["name"]
            for found in json.loads(author.types("try", of, *plugin).stdout)["selectors"]
        }
        for of in (url, author.front)
    )
    assert {"title", "body"} <= for_articles - for_lists
    assert "item" in for_lists - for_articles


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_a_site_without_https_is_asked_without(author: Author) -> None:
    url = author.front.replace("https:", "http:")
    made = author.types("new", url, "--name", "no-https")
    assert made.returncode == 0, made.stderr
    module = author.folder / "archiver-no-https/archiver_no_https.py"
    parser: Family = runpy.run_path(str(module))["NoHttps"]()
    assert {link.url.partition(":")[0] for link in parser.start()} == {"http"}
    assert {link.url.partition(":")[0] for link in author.parser().start()} == {"https"}


def test_without_pytest_the_check_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    option = "[tool.pytest.ini_options]\narchiver_parser = 'archiver_plugins.hanoi:Sotttt'\n"
    (tmp_path / "pyproject.toml").write_text(option, encoding="utf-8")
    monkeypatch.setattr(commands.plugin, "NEEDED", ("no_such_module",))
    done = CliRunner().invoke(app, ["plugin", "check", "-C", str(tmp_path)])
    assert isinstance(done.exception, SettingsError)
    assert f'pip install -e "{tmp_path}[test]"' in str(done.exception)


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_a_record_that_lost_a_field_is_not_taken_for_right(author: Author) -> None:
    source = author.module.read_text(encoding="utf-8")
    before = {path: path.read_bytes() for path in author.plugin.rglob("*.json")}
    broken = source.replace("@hookimpl", "SongHong.read_section = lambda *_: None\n\n\n@hookimpl")
    author.module.write_text(broken, encoding="utf-8")
    try:
        failed = author.types("check", "--no-look", "-C", str(author.plugin))
        assert failed.returncode == 1
        assert "section" in failed.stdout
        refused = author.types("accept", "-C", str(author.plugin))
        assert refused.returncode == 2
        assert "nothing was accepted: records lost section" in refused.stderr
        assert {path: path.read_bytes() for path in author.plugin.rglob("*.json")} == before
        accepted = author.types("accept", "--lost", "section", "-C", str(author.plugin))
        assert accepted.returncode == 0, accepted.stderr
        assert "section   LOST" in accepted.stdout
    finally:
        author.module.write_text(source, encoding="utf-8")
    assert author.types("accept", "-C", str(author.plugin)).returncode == 0
    assert {path: path.read_bytes() for path in author.plugin.rglob("*.json")} == before


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_a_recorded_page_waits_to_be_accepted(author: Author) -> None:
    site = author.portal.site
    url = site.absolute(site.path(site.stories[5]))
    told = author.types("record", url, "-C", str(author.plugin))
    assert url in told.stdout, told.stderr
    waiting = next(e for e in expected_in(author.plugin) if e.url == url)
    assert waiting.fields is None
    page = next(page for expected, page in author.pages() if expected.url == url)
    assert "nobody has accepted" in next(complaints(waiting, "title", author.parser(), page))
    assert "(new)" in author.types("accept", "--dry-run", "-C", str(author.plugin)).stdout
    waiting = next(e for e in expected_in(author.plugin) if e.url == url)
    assert waiting.fields is None, "nothing is accepted yet"
    assert "(new)" in author.types("accept", "-C", str(author.plugin)).stdout
    assert author.failing(author.parser()) == set()


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_a_look_that_finds_nothing_fails(author: Author) -> None:
    content = author.portal.content
    content.shown = 0
    try:
        looked = author.types("check", "-C", str(author.plugin))
    finally:
        content.shown = None
    assert looked.returncode == 3
    assert "found no article" in looked.stderr


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_the_web_is_asked_as_in_a_crawl(author: Author) -> None:
    nobody = author.types("try", author.front, contact="")
    assert nobody.returncode == 2
    assert "contact" in nobody.stderr
    author.portal.fault(faults.robots("User-agent: *\nDisallow: /\n"))
    try:
        forbidden = author.types("try", author.front)
    finally:
        author.portal.mend()
    assert forbidden.returncode == 1
    assert "robots.txt forbids it" in forbidden.stderr
    assert all(CONTACT in entry.request.headers["user-agent"] for entry in author.portal.log)


@pytest.mark.parametrize("author", ["unknown"], indirect=True)
def test_nothing_is_made_of_a_wall_an_address_or_a_folder_that_is_there(author: Author) -> None:
    again = author.types("new", author.front, "--name", "song-hong")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    wrong = author.types("new", "some.gov.vn/tin-tuc")
    assert (wrong.returncode, "is no address" in wrong.stderr) == (2, True)
    author.portal.fault(faults.challenge("tin-tuc"))
    try:
        walled = author.types("new", author.front, "--name", "walled")
    finally:
        author.portal.mend()
    assert (walled.returncode, "a challenge" in walled.stderr) == (1, True)
    assert not (author.folder / "archiver-walled").exists()
