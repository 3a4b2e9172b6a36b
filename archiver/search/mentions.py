"""Mentions: the official documents that a text cites by their numbers.

The state writes 30/2020/NĐ-CP, 161/KH-UBND and, on letters, 2379/UBND-KT; the Party 22-KL/TW; many
write one for the other. What a number means is in its first group (KL: Kết luận), unless the word
before it says otherwise. Numbers start anew each year, or each term of the Party, and each office
has its own: two mentions of one number need not mean one document. Every repetition is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from archiver.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPES = {
    "BB": "Biên bản",
    "BC": "Báo cáo",
    "BGN": "Bản ghi nhớ",
    "CĐ": "Công điện",
    "CT": "Chỉ thị",
    "CTR": "Chương trình",
    "CTRPH": "Chương trình phối hợp",
    "CV": "Công văn",
    "DA": "Dự án",
    "ĐA": "Đề án",
    "GGT": "Giấy giới thiệu",
    "GM": "Giấy mời",
    "GP": "Giấy phép",
    "GUQ": "Giấy ủy quyền",
    "HD": "Hướng dẫn",
    "HDLN": "Hướng dẫn liên ngành",
    "HDLT": "Hướng dẫn liên tịch",
    "HĐ": "Hợp đồng",
    "KH": "Kế hoạch",
    "KHLN": "Kế hoạch liên ngành",
    "KHLT": "Kế hoạch liên tịch",
    "KHPH": "Kế hoạch phối hợp",
    "KL": "Kết luận",
    "L": "Luật",
    "ND": "Nghị định",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "PA": "Phương án",
    "PL": "Pháp lệnh",
    "QC": "Quy chế",
    "QCPH": "Quy chế phối hợp",
    "QD": "Quyết định",
    "QĐ": "Quyết định",
    "QĐI": "Quy định",
    "QTR": "Quy trình",
    "QYĐ": "Quy định",
    "SL": "Sắc lệnh",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "TT": "Thông tư",
    "TTH": "Bản thỏa thuận",
    "TTLT": "Thông tư liên tịch",
    "TTR": "Tờ trình",
    "TTRI": "Thông tri",
    "VBHN": "Văn bản hợp nhất",
}
"""What the first group of a number says, in capitals."""
NAMES = (
    *("Thông tư liên tịch", "Nghị quyết liên tịch", "Kế hoạch liên ngành", "Kế hoạch liên tịch"),
    *("Kế hoạch phối hợp", "Chương trình phối hợp", "Hướng dẫn liên ngành", "Quy chế phối hợp"),
    *("Văn bản hợp nhất", "Bản ghi nhớ", "Giấy ủy quyền", "Giấy giới thiệu", "Giấy phép"),
    *("Giấy mời", "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Quy chế", "Quy định"),
    *("Quy trình", "Thông cáo", "Thông báo", "Thông tư", "Thông tri", "Hướng dẫn", "Chương trình"),
    *("Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng"),
    *("Công điện", "Công văn", "Văn bản", "Kết luận", "Pháp lệnh", "Sắc lệnh", "Lệnh", "Bộ luật"),
    *("Luật", "Tài liệu", "Phiếu gửi"),
)
"""What stands before a number, longer names first."""
ISSUERS = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "BCA": "Bộ Công an",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "QH": "Quốc hội",
}
"""Whom the last group names, where there is only one such body."""
OFFICE = re.compile("(?:UBND|HĐND|VP|TTCS|UBMTTQ|MTTQ|BHXH|[SB][A-ZĐ]{2,7})[A-ZĐ]{0,6}")
"""Offices whose letters are often cited without a word before the number."""

UP = "A-ZĐƯƠÂÊÔĂ"
GAP = "[ \u00a0]{0,2}"
DASH = "[-\u2010-\u2015\u2212]"
YEAR = r"(?:19|20)\d\d"
NUMBER = r"\d{1,5}[a-zA-ZĐđ]?"
GROUP = f"[{UP}](?:(?!v/v)[{UP}a-zđ0-9]){{0,15}}"
"""A group of a symbol; a `v/v` (on the matter of) that is printed without a space is none of it."""
ITEM = rf"{NUMBER}(?:/{YEAR})?"
JOINED = re.compile(f"{GAP}(?:,|;|và|&|hoặc){GAP}(?:số{GAP}:?{GAP})?")
JOIN = f"{GAP}(?:,|;|và|&|hoặc){GAP}(?:số{GAP})?"
SIGN = f"{GAP}(?:{DASH}|/){GAP}|[ ](?=[{UP}]{{2}}[{UP}a-zđ]{{0,5}}{GAP}[-/])"
SEEN = re.compile(rf"\d[a-zA-ZĐđ]?(?:{SIGN})(?:{YEAR}{GAP}/{GAP})?[{UP}]")
"""What every number has: to look for it first is four times as fast."""
CITED = re.compile(
    rf"(?<![\w/.,:\-])(?P<others>(?:{ITEM}{JOIN}){{0,9}})(?P<number>{NUMBER})"
    rf"(?P<sign>{SIGN})(?:(?P<year>{YEAR}){GAP}/{GAP})?"
    rf"(?P<first>{GROUP})(?:(?P<second>(?:{GAP}(?:{DASH}|[/_]){GAP}|&){GROUP})"
    rf"(?P<more>(?:(?:{DASH}|[/&]){GROUP}){{0,4}}))?(?=v/v|\W|$)"
)
KIND = re.compile(
    rf"(?P<kind>{'|'.join(NAMES)})?(?:[ ]?\()?{GAP}(?P<so>(?:mang )?số)?{GAP}:?{GAP}$",
    re.IGNORECASE,
)
BEFORE = 40
"""Letters before a number in which its kind may be told."""
DAY = rf"\d{{1,2}}(?:[/.\-]\d{{1,2}})?(?:[/.\-]{YEAR})?"
DATED = re.compile(
    rf"{GAP}[,(]?{GAP}(?:ký |ban hành )?(?:vào )?ngày{GAP}(?::{GAP})?"
    rf"(?:(?P<day>\d{{1,2}}) tháng (?P<month>\d{{1,2}}) năm (?P<year>{YEAR})"
    rf"|(?P<days>{DAY}(?:{GAP}(?:,|và){GAP}{DAY}){{0,9}}))(?!\d)",
    re.IGNORECASE,
)
ISSUED = re.compile(
    rf"{GAP},?{GAP}(?:được )?(?:của|do) (?P<issuer>[{UP}Ủ][^,;.:“”\"()\n]{{1,120}}?)(?P<end>"
    r"(?= (?:[Vv]ề|[Qq]uy định|[Bb]an hành|[Hh]ướng dẫn|phê duyệt|ngày|đã|trong|đến|tại|theo|gửi|"
    r"triển khai|để|cùng|sửa đổi|với|có|là|số|nêu|thực hiện|yêu cầu|kết luận|đề nghị|thì|trình|"
    rf"và (?:[a-zà-ỹđ]+|{'|'.join(NAMES)}))\b)"
    r"|(?=[,;.:“”\"()\n]|$))"
)
AFTER = 300
"""Letters after a number in which date and issuer may be told."""
FULL_STOP = re.compile(
    r"(?<=[\w)”\"%][.!?…])(?<![ .(][A-ZĐ][.])(?<!TP[.])(?<!Tp[.]) (?=[^a-zà-ỹđ])"
)
SENTENCE = 500
"""Letters of a sentence that are kept, around the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A document as a text cites it.

    ``number`` is as printed, spaces left out; where a list leaves out the symbol of all but the
    last, it is completed and ``elided``. ``key`` is the same for every way of writing it. ``type``
    is the kind of document, ``issuer`` who issued it: as stated, or where the number tells.
    """

    number: str
    key: str
    type: str | None
    issuer: str | None
    date: date | None
    sentence: str
    elided: bool = False


def key(number: str) -> str:
    """Return a number without its separators, accents and leading zeros: ``22 KL TW``."""
    parts = re.findall(r"[0-9A-Z]+", fold(number.replace("TƯ", "TW")).upper())
    return " ".join(parts).lstrip("0")


def cited(parts: Iterable[str | None]) -> list[Mention]:
    """Return the documents that an article cites in its parts, each once, in order.

    What one part says of a document and another does not, is said of both.
    """
    found: dict[tuple[str, date | None], Mention] = {}
    for mention in (one for part in parts if part for one in find(part)):
        same = _same(mention, found)
        if same is None:
            found[mention.key, mention.date] = mention
        else:
            found[same] = _joined(found[same], mention)
    return list(found.values())


def _same(
    mention: Mention, found: dict[tuple[str, date | None], Mention]
) -> tuple[str, date | None] | None:
    """Return which of those found is the document that is mentioned."""
    if mention.date is not None:
        exact, undated = (mention.key, mention.date), (mention.key, None)
        return exact if exact in found else undated if undated in found else None
    return next((name for name in found if name[0] == mention.key), None)


def _joined(one: Mention, other: Mention) -> Mention:
    return replace(
        one,
        type=one.type or other.type,
        issuer=one.issuer or other.issuer,
        date=one.date or other.date,
        elided=one.elided and other.elided,
    )


def find(text: str) -> Iterator[Mention]:
    """Return the documents that a text cites, one for each number, in order."""
    if not SEEN.search(text):
        return
    end, kind = 0, None
    for found in CITED.finditer(text):
        goes_on = bool(end and JOINED.fullmatch(text, end, found.start()))
        told = KIND.search(text, max(0, found.start() - BEFORE), found.start())
        kind = (told["kind"] if told else None) or (kind if goes_on else None)
        listed = bool(kind or (told and told["so"]))
        end = found.end() if _is_cited(found, kind, listed=listed) else 0
        if end:
            yield from _mentions(text, found, kind, listed=listed)


def _is_cited(found: re.Match[str], kind: str | None, *, listed: bool) -> bool:
    first, second = found["first"], found["second"]
    typed = first.upper() in TYPES
    if found["sign"] == " ":
        return typed and second is not None and listed
    if re.fullmatch(r"(?:QH|UBTVQH)\d{1,2}", first):
        return found["year"] is not None
    if second is None:
        return kind is not None and _is_code(first)
    if typed:
        return listed or _is_code(second)
    return _is_code(first) and (listed or bool(OFFICE.fullmatch(first)))


def _is_code(group: str) -> bool:
    """Tell whether a group is an abbreviation and not a word."""
    return sum(letter.isupper() for letter in group) > 1


def _mentions(
    text: str, found: re.Match[str], kind: str | None, *, listed: bool
) -> Iterator[Mention]:
    others = re.findall(ITEM, found["others"]) if listed else []
    symbol = re.sub(DASH, "-", re.sub(r"\s", "", text[found.end("number") : found.end()]))
    if found["sign"] == " ":
        symbol = f"-{symbol}"
    tail = text[found.end() : found.end() + AFTER]
    dates, issuer = _stated(tail, len(others) + 1)
    only = Mention(
        number=found["number"] + symbol,
        key=key(found["number"] + symbol),
        type=_type(found["first"], kind),
        issuer=issuer or _known(symbol),
        date=dates[-1],
        sentence=sentence(text, found.start(), found.end()),
    )
    bare = symbol.removeprefix(f"/{found['year']}") if found["year"] else symbol
    for other, day in zip(others, dates, strict=False):
        number = other + (bare if "/" in other else symbol)
        yield replace(only, number=number, key=key(number), date=day, elided=True)
    yield only


def _known(symbol: str) -> str | None:
    """Return whom the last group names, if there is only one such body."""
    return ISSUERS.get(re.split("[-/_&]", re.sub(r"\d", "", symbol))[-1].upper())


def _type(first: str, kind: str | None) -> str | None:
    if kind is not None and kind.capitalize() != "Văn bản":
        return kind.capitalize()
    return TYPES.get(first.upper()) or kind


# --- what is stated of it


def _stated(tail: str, count: int) -> tuple[list[date | None], str | None]:
    """Return dates and issuer that stand after a number, in either order."""
    dated = DATED.match(tail)
    issued = ISSUED.match(tail, dated.end() if dated else 0)
    if dated is None and issued is not None:
        dated = DATED.match(tail, issued.end())
    days = _days(dated) if dated else []
    if len(days) != count:
        days = days * count if len(days) == 1 else [None] * count
    return days, issued["issuer"].strip() if issued else None


def _days(dated: re.Match[str]) -> list[date | None]:
    """Return days; one that leaves out month or year has those of the next."""
    if dated["day"]:
        return [_day(dated["year"], dated["month"], dated["day"])]
    days: list[date | None] = []
    month = year = None
    for part in reversed(re.split(r"\s*(?:,|và)\s*", dated["days"])):
        day, *more = re.split(r"[/.\-]", part)
        month = more[0] if more else month
        year = more[1] if more[1:] else year
        days.append(_day(year, month, day))
    return days[::-1]


def _day(year: str | None, month: str | None, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if year and month else None
    except ValueError:
        return None


def sentence(text: str, begin: int, end: int) -> str:
    """Return the sentence in which something stands; of a very long one what is around it."""
    first = max(
        (stop.end() for stop in FULL_STOP.finditer(text, max(0, begin - SENTENCE), begin)),
        default=max(0, begin - SENTENCE),
    )
    stop = FULL_STOP.search(text, end, end + SENTENCE)
    last = stop.start() if stop else min(len(text), end + SENTENCE)
    left = "…" if first and first == begin - SENTENCE else ""
    right = "…" if stop is None and last < len(text) else ""
    return f"{left}{text[first:last].strip()}{right}"
