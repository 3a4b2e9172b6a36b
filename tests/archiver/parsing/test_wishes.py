"""What a page asks of those who keep copies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.parsing.page import Page
from archiver.parsing.wishes import wish


def page(head: str = "", tag: str | None = None) -> Page:
    headers = (("X-Robots-Tag", tag),) if tag else ()
    body = f"<html><head>{head}</head><body>Đảng</body></html>".encode()
    return Page(url="https://a.vn/", body=body, headers=headers, captured_at=datetime.now(UTC))


@pytest.mark.parametrize(
    ("head", "tag", "told"),
    [
        ("", None, None),
        ("", "noarchive", "noarchive (X-Robots-Tag)"),
        ("", "noindex, NoArchive", "noarchive (X-Robots-Tag)"),
        ("", "archiver: noarchive", "noarchive (X-Robots-Tag)"),
        ("", "googlebot: noarchive", None),
        ("", "noindex", None),
        ('<meta name="robots" content="noindex, noarchive">', None, "noarchive (meta robots)"),
        ('<META NAME="ROBOTS" CONTENT="none">', None, "noarchive (meta robots)"),
        ('<meta name="googlebot" content="noarchive">', None, None),
        (
            '<meta name="archiver" content="noarchive">',
            "none",
            "noarchive (X-Robots-Tag, meta archiver)",
        ),
    ],
)
def test_a_wish_is_noted_where_it_is_ours(head: str, tag: str | None, told: str | None) -> None:
    assert wish(page(head, tag)) == told
