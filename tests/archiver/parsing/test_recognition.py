"""A page's family is recognised on every system, and none where nothing is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pluggy
import pytest

from archiver import Family, Page, PluginError, hookimpl, hookspecs
from archiver.parsing.recognition import recognise
from archiver.registry import GROUP, Registry, load_plugins
from examples.real import DATA, needs_data
from lives.walking import fetch
from portal.communes import COMMUNES
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.families import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN = Registry(load_plugins()).families
NAMES = {
    "liferay": "Liferay 6.2",
    "vnportal": "VNPT vnPortal",
    "asset publisher": "Liferay asset publisher",
    "vcms": "Vietsoftware VCMS",
    "tandan": "SharePoint, Tân Dân",
    "ministry": "SharePoint, ministries",
    "dnn": "DNN cmsview",
    "webforms": "VNPT vnPortal, WebForms",
    "wordpress": "WordPress",
}


@pytest.mark.parametrize("name", NAMES)
def test_lists_and_articles_of_every_system(name: str) -> None:
    makers = {"liferay": longbien, "vnportal": phuc_loi}
    site = makers[name](12) if name in makers else COMMUNES[name].site(12)
    pages = FAMILIES[name](Content(site))
    story = site.absolute(site.path(site.stories[3]))
    for url in (f"https://{site.host}/", *([story] if name != "dnn" else [])):
        found = recognise(fetch(site, pages, url), KNOWN)
        assert found[0].family.family == NAMES[name], found
        assert found[0].signs


@pytest.mark.parametrize("html", ["", "<h1>Tin</h1><p>Chữ</p>", "{}", "<rss></rss>"])
def test_a_page_without_signs(html: str) -> None:
    page = Page(url="https://x.example/", body=html.encode(), captured_at=datetime.now(UTC))
    assert recognise(page, KNOWN) == ()


@needs_data
def test_a_real_page() -> None:
    html = (DATA / "phucloi-article-abridged.html").read_bytes()
    page = Page(url="https://phucloi.hanoi.gov.vn/", body=html, captured_at=datetime.now(UTC))
    assert recognise(page, KNOWN)[0].family.family == "VNPT vnPortal"


class Toy(Family):
    """Somebody else's family."""

    family = "toy"
    version = 1
    signs = {"toy-page": "a toy's page"}  # noqa: RUF012  # as its author writes it


class Plugin:
    """Somebody else's plugin, with a family or with what is none."""

    def __init__(self, family: type) -> None:
        self.family = family

    @hookimpl
    def archiver_register_families(self) -> Iterable[type[Family]]:
        return [self.family]


def _registry(family: type) -> Registry:
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(Plugin(family))
    return Registry(manager)


def test_somebody_elses_family_is_recognised_too() -> None:
    page = Page(url="https://x.example/", body=b"<toy-page>", captured_at=datetime.now(UTC))
    families = [*KNOWN, *_registry(Toy).families]
    assert [found.family for found in recognise(page, families)] == [Toy]


def test_what_is_no_family_is_an_error() -> None:
    with pytest.raises(PluginError, match="is not a Family"):
        _ = _registry(int).families
