"""A whole crawl of a portal on each system: every article is in the archive, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome, Verdict
from drivers.runs import COMMUNES as PLUGIN
from drivers.runs import bench
from portal.communes import COMMUNES
from portal.server import Portal

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.article import Article

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]
ARTICLES = 12


def comparable(article: Article) -> Article:
    """Leave out what depends on the address under which the article was met."""
    return replace(article, url="", section=None, views=None)


@pytest.mark.parametrize("family", COMMUNES)
def test_a_portal_is_archived_whole(family: str, tmp_path: Path) -> None:
    with Portal(COMMUNES[family].site(ARTICLES), counting=True) as portal:
        place = replace(bench(tmp_path, portal), plugins=PLUGIN)
        place.crawl(portal.site.name)
        expected = portal.expected()
        asked = [(entry.request.target, entry.request.body) for entry in portal.log]
    outcomes = place.outcomes()
    assert outcomes[Outcome.NEW] == ARTICLES
    assert set(outcomes) <= {Outcome.NEW, Outcome.NOT_ARTICLE, Outcome.DUPLICATE}
    assert place.last_run().verdict is Verdict.WELL
    assert len(asked) == len(set(asked)), "no address is asked twice"
    found = place.articles(portal.site.name, expected)
    assert set(found) == set(expected)
    if family != "unknown":
        assert {k: comparable(a) for k, a in found.items()} == {
            k: comparable(a) for k, a in expected.items()
        }
