"""Post-backs: how an ASP.NET WebForms page asks for the next page of its own list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver import Kind, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.parsing.page import Page

CALL = re.compile(r"__doPostBack\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)")
NUMBERED = re.compile(r"Page\$(\d+)")
HIDDEN = 'form input[type="hidden"][name]'
TARGET, ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
MOST_PAGES = 10_000


def next_page(page: Page, pager: str, number: int, section: str | None) -> Iterator[Link]:
    """Yield the page of a list that follows the one of a ``number``, if the pager names it.

    Only the next one: each answer has a ``__VIEWSTATE`` of its own, tens of kilobytes long, by
    which the server knows the list. A link to more pages behind the last number (``…``) counts.
    """
    wanted = number + 1
    for node in page.select(pager):
        call = CALL.search(node.attributes.get("href") or "")
        if call and wanted <= MOST_PAGES and _leads_to(node.text(), call[2], wanted):
            form = _form(page, call[1], call[2])
            key = f"list:{section or ''}:{wanted}"
            yield Link(
                url=_action(page),
                kind=Kind.LIST,
                key=key,
                section=section,
                page=wanted,
                form=form,
            )
            return


def _leads_to(text: str, argument: str, wanted: int) -> bool:
    numbered = NUMBERED.search(argument)
    return int(numbered[1]) == wanted if numbered else text.strip() == str(wanted)


def _form(page: Page, target: str, argument: str) -> tuple[tuple[str, str], ...]:
    fields = {
        node.attributes["name"] or "": node.attributes.get("value") or ""
        for node in page.select(HIDDEN)
    }
    fields |= {TARGET: target, ARGUMENT: argument}
    return tuple(fields.items())


def _action(page: Page) -> str:
    return page.absolute(page.attribute("form[method=post]", "action")) or page.url
