"""The body of an article: which of its lines are text, captions and the writer's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.article import Attachment, Image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archiver.markup import Line

    Absolute = Callable[[str], str | None]

CENTRED = frozenset({"center", "middle"})
CREDIT = re.compile(r"\(\s*(?:ảnh|nguồn|photo)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.:;!?…]['\"”’)]*$")
ITEM = re.compile(r"[-–+*•]|\(?(?:\d{1,3}|[a-zđ]|[IVX]+)[.,)]\s", re.IGNORECASE)
CAPTION_WORDS = 60
PLAIN_CAPTION_WORDS = 40
SENTENCE_WORDS = 30
CAPTION_LINES = 4

SOURCE = re.compile(
    r"\(?\s*(?:nguồn|theo|tác giả|người viết|thực hiện|nhóm pv|pv|phóng viên|ctv|bbt|ban biên tập"
    r"|(?:tin|bài|ảnh)\s*(?:[,:&–-]|và|bài)\s*(?:ảnh|bài|tin)?)(?=[\s:.)]|$)",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"\W*(?:đã ký|(?:phó )?(?:giám đốc|chủ tịch|thủ tướng|bộ trưởng|trưởng ban|chánh văn phòng)"
    r"|(?:kt|tm|tl|tuq)\.)|.*ngày\s+\d+\s+tháng",
    re.IGNORECASE,
)
BYLINE_WORDS = 14
NAME_WORDS = 6
JOINTS = frozenset({"-", "–", "&", "và"})

FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|od[tsp]|txt|rar|zip|7z|mp3|wav|mp4)$"
    r"|/documents/|[?&]fileticket=|/service/home/.*[?&]part=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an article's body holds, in the words of the record."""

    paragraphs: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    byline: str | None = None
    attachments: tuple[Attachment, ...] = ()


def body_of(lines: Sequence[Line], absolute: Absolute, *, abstract: str | None = None) -> Body:
    """Return what the lines of a body say; ``abstract`` is dropped where it is printed again.

    ``absolute`` makes the URL of an address in the page, or ``None`` of one that leads nowhere.

    A caption is what stands next after a photo and names what it shows: a line set apart by its
    look, or a short one that is no sentence. The byline is the line of the writer or the source
    that stands alone after the text.
    """
    text, photos = _part(lines)
    text = [line for line in text if line.text != abstract]
    start, end = _byline(text) if len(lines) > 1 else (0, 0)
    images = ((photo_url(source, absolute), caption) for source, caption in photos)
    return Body(
        paragraphs=tuple(line.text for line in (*text[:start], *text[end:])),
        images=tuple(Image(url=url, caption=caption) for url, caption in images if url),
        byline=" ".join(line.text for line in text[start:end]) or None,
        attachments=tuple(dict.fromkeys(_files(lines, absolute))),
    )


def photo_url(source: str | None, absolute: Absolute) -> str | None:
    """Return the URL of a photo (a ``data:`` URI as it is), ``None`` where there is no photo."""
    if not source or source.startswith("#"):
        return None
    return source if source.startswith("data:image/") else absolute(source)


def _part(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str | None]]]:
    """Part the lines of text from the photos, each photo with its caption."""
    text: list[Line] = []
    photos: list[tuple[str, str | None]] = []
    caption: list[Line] = []
    beside = False
    for line in lines:
        if line.photos:
            photos += ((source, None) for source in line.photos)
            caption = []
        if line.photos and (not line.text or not line.photo_first):
            text += [line] if line.text else []
            beside = True
        elif (line.photos or beside) and _captions(line, caption):
            caption.append(line)
            beside = True
            photos[-1] = photos[-1][0], " ".join(part.text for part in caption)
        else:
            text.append(line)
            beside = False
    return text, photos


def _captions(line: Line, caption: list[Line]) -> bool:
    """Tell whether a line next after a photo, or after its caption, belongs to the caption."""
    if line.caption:
        return True
    if line.row or not any(map(str.isalnum, line.text)):
        return False
    if caption:
        return len(caption) < CAPTION_LINES and _continues(line, caption[-1])
    words = len(line.text.split())
    if line.align == "right" or words > CAPTION_WORDS:
        return False
    return bool(CREDIT.search(line.text)) or _is_caption(line, words)


def _is_caption(line: Line, words: int) -> bool:
    """Tell a caption by its look; a line that holds the photo itself must be set apart by it."""
    if line.align in CENTRED:
        return not (line.bold and line.text.isupper())
    if line.slanted:
        sentence = SENTENCE_END.search(line.text) and words > SENTENCE_WORDS
        return not sentence and not ITEM.match(line.text)
    return not line.photos and words <= PLAIN_CAPTION_WORDS and _is_plain_caption(line)


def _is_plain_caption(line: Line) -> bool:
    return not (
        line.bold
        or line.links
        or SENTENCE_END.search(line.text)
        or ITEM.match(line.text)
        or _is_name(line.text)
    )


def _continues(line: Line, before: Line) -> bool:
    """Tell whether a caption goes on: in the same look, unless the line before was complete."""
    if line.photos or line.align != before.align or len(line.text.split()) > SENTENCE_WORDS:
        return False
    if CREDIT.match(line.text):
        return True
    if line.slanted != before.slanted or line.align not in CENTRED:
        return False
    if line.text[0].islower():
        return True
    complete = SENTENCE_END.search(before.text) or before.text.endswith(")")
    return line.bold == before.bold and not complete


def _byline(text: list[Line]) -> tuple[int, int]:
    """Return from where to where the writer is named: at the end, but for a stray line."""
    for end in (len(text), len(text) - 1):
        start = end
        while start > 0 and _is_byline(text[start - 1], text[max(start - 2, 0) : start - 1]):
            start -= 1
            if start > 0 and not _is_apart(text[start - 1]):
                break
        if start < end and (end == len(text) or text[end - 1].align == "right"):
            return start, end
    return 0, 0


def _is_short(line: Line) -> bool:
    return len(line.text.split()) <= BYLINE_WORDS


def _is_apart(line: Line) -> bool:
    return line.align == "right" or bool(SOURCE.match(line.text))


def _is_byline(line: Line, before: Sequence[Line]) -> bool:
    if line.row or not _is_short(line) or not any(map(str.isalpha, line.text)):
        return False
    if any(SIGNATURE.match(other.text) for other in (line, *before) if _is_short(other)):
        return False
    if SENTENCE_END.search(line.text):
        return False
    if _is_apart(line):
        return True
    listed = any(_is_name(other.text) for other in before)
    return _is_name(line.text) and not line.links and not listed


def _is_name(text: str) -> bool:
    words = [word for word in re.sub(r"\(.*?\)", "", text).split() if word not in JOINTS]
    return 1 < len(words) <= NAME_WORDS and all(
        word[0].isupper() and not re.search(r"[\d:@/]", word) for word in words
    )


def _files(lines: Sequence[Line], absolute: Absolute) -> list[Attachment]:
    links = (link for line in lines if not line.photos for link in line.links)
    files = ((absolute(href), title) for href, title in links if title)
    return [
        Attachment(url=url, title=title)
        for url, title in files
        if url and FILE.search(url.partition("#")[0])
    ]
