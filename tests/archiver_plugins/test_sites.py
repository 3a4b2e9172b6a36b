from __future__ import annotations

import pytest

from archiver import Kind, Parser
from archiver.registry import Registry, load_plugins
from archiver_plugins import archiver_register_parsers

SITES = list(archiver_register_parsers())


@pytest.mark.parametrize("site", SITES)
def test_a_site_tells_who_and_where_it_is(site: type[Parser]) -> None:
    assert site.name == site.name.lower()
    assert site.title
    assert site.hosts == tuple(host.lower() for host in site.hosts)
    assert site.confirmed or "not confirmed" in site.description
    assert site().label == f"{site.name}/{site.version}"


@pytest.mark.parametrize("site", SITES)
def test_a_walk_begins_at_the_front_page(site: type[Parser]) -> None:
    first = next(iter(site().start()))
    assert first.url == f"https://{site.hosts[0]}/"
    assert first.kind is Kind.LIST
    assert first.section is None


def test_the_sites_are_registered() -> None:
    registered = Registry(load_plugins()).parsers
    assert {site.name for site in SITES} <= registered.keys()
    assert {"longbien", "phuong-long-bien", "phuc-loi", "bo-de", "viet-hung", "sotttt"} <= {
        site.name for site in SITES
    }


def test_a_host_that_passed_on_belongs_to_two_sites_one_after_the_other() -> None:
    sites = {site.name: site for site in SITES}
    district, ward = sites["longbien"], sites["phuong-long-bien"]
    assert district.hosts[0] == ward.hosts[0]
    assert district.valid_until is not None
    assert ward.valid_from is not None
    assert (ward.valid_from - district.valid_until).days == 1
    assert district.followed_by[0] == ward.name


def test_who_follows_a_site_is_a_site_that_begins_when_it_ends() -> None:
    sites = {site.name: site for site in SITES}
    followed = [site for site in SITES if site.followed_by]
    assert followed
    for site in followed:
        for name in site.followed_by:
            begins, ends = sites[name].valid_from, site.valid_until
            assert begins is not None
            assert ends is not None
            assert (begins - ends).days == 1
