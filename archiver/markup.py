"""Markup: the text, photos and files of a fragment of a page, as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode


def soup_of(node: LexborNode) -> Tag:
    """Return a node and what is in it as BeautifulSoup, in the structure that the browser gave it.

    The nodes are handed over one by one: writing the node out and reading it again would let a
    second parser decide anew where paragraphs end.
    """
    soup = BeautifulSoup("", "html.parser")
    soup.reset()
    _open(soup, node)
    stack: list[tuple[str, Iterator[LexborNode]]] = [(node.tag or "", node.iter(include_text=True))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            soup.handle_endtag(tag)
            stack.pop()
        elif child.is_text_node:
            soup.handle_data(child.text_content or "")
        elif child.is_element_node:
            _open(soup, child)
            stack.append((child.tag or "", child.iter(include_text=True)))
    soup.endData()
    return next(child for child in soup.contents if isinstance(child, Tag))


def _open(soup: BeautifulSoup, node: LexborNode) -> None:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    soup.handle_starttag(node.tag or "", None, None, attributes)
