"""Walls: what stands before a portal instead of its content: challenges, blocks, maintenance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.errors import PageBlocked
from archiver.text import fold

if TYPE_CHECKING:
    from archiver.parsing.page import Page

SIGNS = {
    "a challenge": (
        "just a moment",
        "checking your browser",
        "attention required",
        "challenge-platform",
        "ddos protection",
        "_incapsula_resource",
        r"document\.cookie ?= ?[\"']?d1n=",
        "ban khong phai la (?:nguoi may|robot)",
        "you are (?:a )?human",
    ),
    "a captcha": ("captcha", "ma xac nhan"),
    "a block": (
        "request(?:ed url was)? rejected",
        "access(?: is| has been)? denied",
        "you have been blocked",
        "(?:bi chan|tu choi) truy cap",
        "web application firewall",
    ),
    "maintenance": (
        "dang (?:duoc )?(?:bao tri|nang cap)",
        "bao tri he thong",
        "under maintenance",
        "service (?:is )?(?:temporarily )?unavailable",
        "tam (?:thoi )?(?:ngung|dung) (?:hoat dong|phuc vu|truy cap)",
    ),
}
"""What walls say, folded."""
ENOUGH = 20_000
"""Characters that are looked through: walls are short."""


def refuse_walls(page: Page) -> None:
    """Raise ``PageBlocked`` for a wall. To be asked only of pages without the portal's frame."""
    text = fold(page.text[:ENOUGH])
    for kind, signs in SIGNS.items():
        match = re.search("|".join(signs), text)
        if match:
            message = f"{kind} instead of the page: {match[0]}"
            raise PageBlocked(message)
