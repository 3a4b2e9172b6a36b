"""What of a page's text may reach a terminal."""

from __future__ import annotations

from rich.control import strip_control_codes

STEERING = dict.fromkeys((0x1B, *range(0x80, 0xA0)))
"""Escape and the C1 controls, beside those that rich knows."""


def safe(text: str) -> str:
    """Return text without what would move the cursor, colour or clear a terminal."""
    return strip_control_codes(text).translate(STEERING)
