"""A whole crawl of a portal that answers well: everything in it is in the archive, once."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome, Verdict
from archiver.registry import Registry, load_plugins
from drivers.runs import CONTACT, bench
from portal import faults
from portal.districts import MAKERS
from portal.server import Portal
from warcs.checker import check

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.article import Article
    from portal.faults import Fault

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

SITES = {"longbien": "liferay", "phuc-loi": "vnportal"}


def comparable(article: Article) -> Article:
    """Leave out what depends on the address under which the article was met."""
    return replace(article, url="", section=None, published_raw=None, views=None)


@pytest.mark.parametrize("site", SITES)
def test_a_live_crawl(site: str, tmp_path: Path) -> None:
    with Portal(MAKERS[SITES[site]](45)) as portal:
        place = bench(tmp_path, portal)
        done = place.crawl(site)
        expected = portal.expected()

        found = place.articles(site, expected)
        assert {k: comparable(a) for k, a in found.items()} == {
            k: comparable(a) for k, a in expected.items()
        }
        outcomes = place.outcomes()
        kept = outcomes[Outcome.NEW] + outcomes.get(Outcome.DUPLICATE, 0)
        assert kept >= len(expected)
        assert Outcome.FAILED not in outcomes
        assert place.last_run().verdict is Verdict.WELL
        assert "all well" in done.stderr

        assert portal.most_connections == 1
        assert all(CONTACT in entry.request.headers["user-agent"] for entry in portal.log)
        asked = [(e.request.target, e.request.body) for e in portal.log]
        assert len(asked) == len(set(asked)), "no address is asked twice"
        assert asked[0][0] == "/robots.txt"
        files = list((place.archive / "warc").iterdir())
        assert [path.suffixes for path in files] == [[".warc", ".gz"]]
        assert check(files[0])

        first = len(portal.log)
        again = place.crawl(site)
        outcomes = place.outcomes()
        assert Outcome.NEW not in outcomes
        assert Outcome.REVISED not in outcomes
        assert "all well" in again.stderr
        assert place.articles(site, expected) == found
        targets = [entry.request.target for entry in portal.log[first:]]
        assert len(targets) < first / 2
        assert not any(portal.site.path(story) in targets for story in portal.site.stories)

        whole = place.crawl(site, full="yes")
        outcomes = place.outcomes()
        assert Outcome.NEW not in outcomes
        assert Outcome.REVISED not in outcomes
        assert outcomes[Outcome.UNCHANGED] >= len(expected)
        assert "all well" in whole.stderr
        assert place.articles(site, expected) == found


def test_what_was_edited_is_revised_and_the_old_wording_stays(tmp_path: Path) -> None:
    with Portal(MAKERS["liferay"](20), counting=True) as portal:
        place = bench(tmp_path, portal)
        place.crawl("longbien")
        key = next(iter(portal.expected()))
        before = place.articles("longbien", [key])[key]
        portal.edit(key, title="Tiêu đề đã sửa lại")
        place.crawl("longbien", full="yes")
        assert place.outcomes()[Outcome.REVISED] == 1
        history = place.histories("longbien", [key])[key]
    assert [r.article.title for r in history.revisions] == [before.title, "Tiêu đề đã sửa lại"]
    assert len(history.observations) == 2


def test_every_record_names_the_bytes_it_was_read_from(tmp_path: Path) -> None:
    with Portal(MAKERS["liferay"](12)) as portal:
        place = bench(tmp_path, portal)
        place.crawl("longbien")
        histories = place.histories("longbien", portal.expected())
    assert len(histories) == 12
    for history in histories.values():
        capture = history.revisions[-1].capture
        assert capture is not None
        with (place.archive / capture.file).open("rb") as file:
            file.seek(capture.offset)
            record = gzip.decompress(file.read(capture.length))
        assert capture.record_id.encode() in record
        title = history.revisions[-1].article.title
        assert title.split()[0].encode() in record


def test_the_commands_after_it(tmp_path: Path) -> None:
    with Portal(MAKERS["liferay"](8)) as portal:
        place = bench(tmp_path, portal)
        place.crawl("longbien", "-o", "records.jsonl")
        expected = portal.expected()
    key, article = next(iter(expected.items()))

    status = json.loads(place.ask("status", "--json").stdout)
    assert (status["site"], status["articles"]) == ("longbien", 8)
    assert "longbien" in place.ask().stdout
    shown = place.ask("show", key)
    assert article.title in " ".join(shown.stdout.split())
    assert "warc/" in shown.stdout
    told = json.loads(place.ask("show", key, "--json").stdout)
    assert told["revisions"][0]["article"]["title"] == article.title
    address = told["observations"][0]["url"]
    story = json.loads(place.ask("explain", address, "--json").stdout)
    assert [ending["outcome"] for ending in story["endings"]] == ["new"]
    assert address in place.ask("explain", address).stdout
    runs = [json.loads(line) for line in place.ask("runs", "--json").stdout.splitlines()]
    assert [run["verdict"] for run in runs] == ["well"]
    assert "well" in place.ask("runs").stdout
    records = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["key"] for line in records} == set(expected)
    assert place.ask("show", "nothing").returncode == 3


@pytest.mark.parametrize("kind", ["sql", "jsonl"])
def test_either_storage(kind: str, tmp_path: Path) -> None:
    with Portal(MAKERS["liferay"](10)) as portal:
        place = bench(tmp_path, portal, storage__records=kind)
        place.crawl("longbien")
        with place.records() as records:
            assert records.status()[0].articles == 10


@pytest.mark.parametrize("coding", [None, faults.chunked(), faults.gzipped()], ids=str)
def test_what_is_kept_is_what_was_sent(coding: Fault | None, tmp_path: Path) -> None:
    with Portal(MAKERS["liferay"](8)) as portal:
        if coding is not None:
            portal.fault(coding)
        place = bench(tmp_path, portal)
        place.crawl("longbien")
        sources = Registry(load_plugins()).sources
        source = sources["warc"].open(str(place.archive / "warc"))
        kept = {
            entry.request.target: source.find(f"https://{portal.site.host}{entry.request.target}")
            for entry in portal.log
        }
        source.close()
    assert {target: response.body for target, response in kept.items()} == portal.sent
    assert len(kept) > 10
