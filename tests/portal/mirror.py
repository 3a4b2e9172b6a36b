"""What a mirror of a portal asks for: everything but a few articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from portal.answers import Request
from portal.liferay_frame import ENGLISH_HOME, HOME, STATIC
from portal.liferay_lists import page_path
from portal.vnportal import STATIC_PAGES
from portal.vnportal_lists import LANGUAGE, opaque

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.site import Section, Site

LACKING: Final = 5
"""How many articles the lists of a sample name and its file lacks."""
_LIST: Final = "/api/NewsZone/NewsZone"
_VARIANTS: Final = 1
"""How many articles are held in both languages and in print too."""


def lacking(site: Site) -> frozenset[str]:
    """Return the keys of the articles that the sample's lists name and its file lacks."""
    step = len(site.stories) // LACKING - 1
    return frozenset(story.key for story in site.stories[LACKING::step])


def liferay_requests(site: Site) -> Iterator[Request]:
    """Return what a mirror of a Liferay portal asked for, articles under every section too."""
    yield from (Request(target=target) for target in _liferay_targets(site))


def _liferay_targets(site: Site) -> Iterator[str]:
    yield from ("/robots.txt", "/", "/trang-chu", HOME, ENGLISH_HOME)
    yield from (f"/{slug}" for slug in STATIC)
    for section in site.sections:
        yield f"/{section.slug}"
        pages = -(-len(site.lists[section.slug]) // section.delta)
        if pages > 1:
            yield from (page_path(section, "", page, section.delta) for page in range(1, pages + 1))
    absent = lacking(site)
    kept = [story for story in site.stories if story.key not in absent]
    for story in kept:
        yield from (site.path(story, slug) for slug in story.sections)
    for story in kept[:_VARIANTS]:
        yield from (site.path(story, language=language) for language in ("/vi", "/en"))
        yield site.path(story).replace("view_content/", "view_content/pop_up/") + (
            "?_101_viewMode=print"
        )


def vnportal_requests(site: Site) -> Iterator[Request]:
    """Return what a mirror of a vnPortal asked for, lists by POST to their end."""
    yield from (Request(target=target) for target in ("/robots.txt", "/", *STATIC_PAGES))
    for section in site.sections:
        yield Request(target=f"/{section.slug}")
        pages = -(-len(site.lists[section.slug]) // section.delta)
        yield from (list_request(site, section, number) for number in range(pages + 1))
    absent = lacking(site)
    yield from (
        Request(target=site.path(story)) for story in site.stories if story.key not in absent
    )


def wordpress_requests(site: Site) -> Iterator[Request]:
    """Return what a mirror of a WordPress asked for, its REST API too."""
    posts = "/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link,date"
    yield from (Request(target=target) for target in ("/robots.txt", "/", "/gioi-thieu/", posts))
    for section in site.sections:
        yield Request(target=f"/category/{section.slug}/")
        pages = -(-len(site.lists[section.slug]) // section.delta)
        for number in range(2, pages + 1):
            yield Request(target=f"/category/{section.slug}/page/{number}/")
    absent = lacking(site)
    yield from (
        Request(target=site.path(story)) for story in site.stories if story.key not in absent
    )


def list_request(site: Site, section: Section, number: int) -> Request:
    """Return the POST for a page of a list, from 0, as the section's script sends it."""
    form = {
        "PageIndex": number,
        "PageSize": section.delta,
        "Catname": opaque(site.host, section.slug),
        "LanguageId": LANGUAGE,
        "Site": opaque(site.host),
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Requested-With": "XMLHttpRequest",
    }
    return Request(method="POST", target=_LIST, headers=headers, body=urlencode(form).encode())
