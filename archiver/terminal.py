"""What of a page's text may reach a terminal."""

from __future__ import annotations

STEERING = dict.fromkeys(
    {*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    - {ord("\n"), ord("\t")}
)
"""The controls, and those that turn the direction of writing; lines and tabs are left."""


def safe(text: str) -> str:
    """Return text without what would move the cursor, colour or clear a terminal."""
    return text.translate(STEERING)


def escaped(text: str) -> str:
    """Return JSON with what ``safe`` leaves out as escapes, so that nothing is lost."""
    return text.translate({code: f"\\u{code:04x}" for code in STEERING})
