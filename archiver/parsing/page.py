"""The page: what a parser sees, with the tree that a browser would make of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from archiver.parsing.bulk import refuse_bulk
from archiver.parsing.markup import soup_of
from archiver.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from bs4 import Tag
    from selectolax.lexbor import LexborNode

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta\s[^>]*charset[^>]*>", re.IGNORECASE)
HEAD_BYTES = 4096
"""How far a browser looks for the meta element that names the encoding, amply."""
READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8"}
"""What browsers read where a page names one of these encodings."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One response as a parser sees it.

    ``body`` has its content coding undone; ``headers`` are (name, value) in order;
    ``captured_at`` is when the response was captured (aware), which is not now for an old capture;
    ``form`` holds the fields of the POST that it answers (empty: a GET).
    """

    url: str
    body: bytes
    captured_at: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()

    @cached_property
    def text(self) -> str:
        """The body decoded; what cannot be decoded is U+FFFD."""
        for bom, encoding in BOMS:
            if self.body.startswith(bom):
                return self.body[len(bom) :].decode(encoding, "replace")
        return self.body.decode(self._declared_encoding() or "utf-8", "replace")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The tree that a browser makes of the text; parsed once.

        Raises ``PageRejected`` where it would be too large.
        """
        refuse_bulk(self.text)
        return LexborHTMLParser(self.text)

    def select(self, selector: str) -> list[LexborNode]:
        """Return the nodes that a CSS selector finds, in the order of the page."""
        return self.tree.css(selector)

    def one(self, selector: str) -> LexborNode | None:
        """Return the first node that a CSS selector finds."""
        return self.tree.css_first(selector)

    def words(self, selector: str) -> str | None:
        """Return the text of the first node that a CSS selector finds, cleaned; never empty."""
        node = self.one(selector)
        return (clean(node.text()) or None) if node is not None else None

    def attribute(self, selector: str, name: str) -> str | None:
        """Return an attribute of the first node that a CSS selector finds, cleaned; never empty."""
        node = self.one(selector)
        return (clean(node.attributes.get(name) or "") or None) if node is not None else None

    def cut(self, selector: str) -> Tag | None:
        """Return the first node that a CSS selector finds as BeautifulSoup, to take apart.

        The fragment has the browser's structure. Making one of a whole page costs more than
        everything else that a parser does: cut out the article's body.
        """
        node = self.one(selector)
        return soup_of(node) if node is not None else None

    @cached_property
    def base(self) -> str:
        """The URL that relative links start from: the page's, or the one of its base element."""
        node = self.one("base[href]")
        href = node.attributes.get("href") if node is not None else None
        return (resolve(self.url, href) if href else None) or self.url

    def absolute(self, href: str | None) -> str | None:
        """Return a link's target, ``None`` where it leads to no page (``mailto:``, broken)."""
        return resolve(self.base, href) if href else None

    def _declared_encoding(self) -> str | None:
        header = next((v for name, v in self.headers if name.lower() == "content-type"), "")
        meta = META.search(self.body, 0, HEAD_BYTES)
        for declaration in (header, meta[0].decode("ascii", "replace") if meta else ""):
            match = CHARSET.search(declaration)
            encoding = _known(match[1]) if match else None
            if encoding:
                return encoding
        return None


def host_of(url: str) -> str | None:
    """Return the host name in a URL, in lower case, ``None`` where there is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def resolve(base: str, href: str) -> str | None:
    """Return ``href`` as an encoded http(s) URL without fragment, ``None`` if it is none."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    try:
        parts = urlsplit(urljoin(base, href))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or not host or not href:
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme, netloc, _quoted(parts.path) or "/", _quoted(parts.query), ""))


def _quoted(part: str) -> str:
    return quote(part, safe="/%:=&?~+!$,;'@()*[]|")


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return READ_AS.get(name, name)
