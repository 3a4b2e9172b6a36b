"""Addresses of the Liferay portals: what a URL names, and which URLs are traps."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver_plugins.caches import uncached

VIEW = "/-/view_content/"
KEY = re.compile(rf"{VIEW}(?:pop_up/)?(\d+)(?:-[^/]*)?$")
ARTICLE_SECTION = re.compile(rf"([^/]+){VIEW}")
LIST = re.compile(r"(?:/(?:vi|en))?(?:/web/[^/]+)?/([\w.~%-]+)/?")
FRONT = re.compile(r"(?:/(?:vi|en))?/?")
NUMBER = re.compile(r"(_101(?:_INSTANCE_\w+)?_cur)=(\d+)")
"""The parameter of the asset publisher that turns the pages of a list."""
TRAP = re.compile(r"/(?:vi|en)/(?:vi|en)(?:/|$)|/-/.*/-/")
"""Language links that append without end, and addresses in addresses."""
ENGLISH = re.compile(r"/en(?:/|$)")
NO_LISTS = frozenset({"c", "dang-nhap", "en", "group", "index", "login", "user", "vi", "web"})
PHOTO = re.compile(r"(/image/journal/article)[^/?]*(?=\?)")
NESTED_FILE = re.compile(r"^(https?://[^/]+)/[^/?#]+(?=/documents/\d|/image/journal/article\?)")
"""A portal's files lie at its root and a photo is known by its number. Programs that mirror a
portal put a section before the one and letters behind the other."""
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


def stable(url: str) -> str:
    """Return a URL without what is new in every response: session and cache parameter."""
    url = PHOTO.sub(r"\1", SESSION.sub("", url))
    return uncached(NESTED_FILE.sub(r"\1", url)).rstrip("?&")


def article_key(url: str) -> str | None:
    """Return the number of the asset that a URL shows, in any section, language or form."""
    match = KEY.search(urlsplit(stable(url)).path)
    return match[1] if match else None


def article_url(url: str) -> str:
    """Return an article's address without query and not as print page."""
    return stable(url).partition("?")[0].replace(f"{VIEW}pop_up/", VIEW)


def section_of(url: str) -> str | None:
    """Return the slug of the section that a URL stands in, ``None`` for the front page."""
    path = urlsplit(url).path
    match = ARTICLE_SECTION.search(path) or LIST.fullmatch(path)
    return match[1] if match and not FRONT.fullmatch(path) else None


def list_key(url: str) -> str | None:
    """Return the key of a list page, ``None`` where a URL is no list worth a visit.

    Worth it are the front page, a section and the pages of its list; not the English twins of
    Vietnamese lists, other portlets' pages (calendars, forms, procedures), logins and traps.
    """
    parts = urlsplit(url)
    number = NUMBER.search(parts.query)
    slug = section_of(url)
    if VIEW in parts.path or ENGLISH.match(parts.path) or TRAP.search(parts.path):
        return None
    if (parts.query and not number) or not (slug or FRONT.fullmatch(parts.path)):
        return None
    if slug in NO_LISTS:
        return None
    publisher = number[1].removeprefix("_101").removesuffix("_cur") if number else ""
    return f"list:{slug or ''}{publisher}:{number[2] if number else 1}"


def is_trap(url: str) -> bool:
    """Tell whether a URL is one of those that the portal makes up without end."""
    return bool(TRAP.search(urlsplit(url).path))
