"""Text: Vietnamese as it is shown and stored, and as it is searched."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HATS = "\u0302\u0306\u031b"
TONES = "\u0300\u0301\u0303\u0309\u0323"
MARKS = re.compile("[\u0300-\u036f]")
MARKED_VOWEL = re.compile(f"(?<=[aeouAEOU])[{HATS}{TONES}]{{2,}}")
UNSEEN = re.compile(
    # controls but for white space, soft hyphen, zero-width and direction marks, BOM
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff]"
)
ETH = re.compile("[ÐðƉɖ]")
TO_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
ICELANDIC = re.compile("[ÞþÆæ]")
VIETNAMESE = re.compile("[ơưƠƯẠ-ỹ]")
NUMBER = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3}){0,4}")


def clean(text: str) -> str:
    """Return a text as it is stored: NFC, what cannot be seen dropped, single spaces, stripped.

    A tone typed before its hat is put behind it; an eth that stands for Đ, as on old pages, is
    made one; NBSP and its like are spaces. The place of a tone (hòa, hoà) is left as written.
    """
    text = UNSEEN.sub("", text)
    if not text.isascii():
        text = _mended(unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the key by which a text is found without accents: lower case, đ as d, no marks."""
    folded = "".join(map(_fold_letter, clean(text)))
    return " ".join(unicodedata.normalize("NFC", folded).split())


def is_vietnamese(text: str) -> bool:
    """Tell whether a text holds letters that no other language has."""
    return bool(VIETNAMESE.search(clean(text)))


def number(text: str) -> int | None:
    """Read a count as portals print it (``1729``, ``1.729``, ``1,729``, ``1 729``), or ``None``."""
    match = NUMBER.fullmatch(clean(text))
    return int(re.sub("[., ]", "", match[0])) if match else None


def _mended(text: str) -> str:
    if MARKS.search(text):
        parts = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", MARKED_VOWEL.sub(_hats_first, parts))
    if ETH.search(text) and not ICELANDIC.search(text):
        text = text.translate(TO_D)
    return text


def _hats_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark in TONES))


@cache
def _fold_letter(letter: str) -> str:
    plain = MARKS.sub("", unicodedata.normalize("NFD", letter)).casefold()
    plain = MARKS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", plain).replace("đ", "d").replace("ð", "d")
