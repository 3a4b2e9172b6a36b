"""JSON Lines: the interchange format, one revision a line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ValidationError

from archiver import Article, Attachment, Capture, Image, SourceError
from archiver.exchange.formats import Format
from archiver.records import Address, History, Observation, Revision
from archiver_storage.exports import line as model
from archiver_storage.exports.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

WORDED = ("title", "published_at", "abstract", "body", "byline")
BESIDE = ("url", "section", "published_raw", "keywords", "language", "views")
FILES = ("images", "attachments")


class JsonLines(Format):
    """One revision a line, with its captures and observations: nothing is left out."""

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = ".jsonl"
    about: ClassVar[str] = "everything, one revision a line; `archiver import` reads it"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a line a revision."""
        for history in articles:
            lines = (line.model_dump_json(exclude_none=True) for line in _lines(history))
            file.writelines(f"{line}\n".encode() for line in lines)

    def read(self, file: BinaryIO) -> Iterator[tuple[int, History]]:
        """Return articles; lines of one article that follow each other are read together."""
        numbered = (
            (number, _line(number, text)) for number, text in enumerate(file, 1) if text.strip()
        )
        for _, group in groupby(numbered, lambda pair: (pair[1].site, pair[1].key)):
            pairs = list(group)
            yield pairs[-1][0], _history([line for _, line in pairs])


# --- writing


def _lines(history: History) -> Iterator[Line]:
    looks = _by_revision(history)
    sections = tuple(model.Section(slug=slug, name=name) for slug, name in history.sections)
    first = history.duplicate_of
    for revision in history.revisions:
        told: dict[str, Any] = {
            "addresses": history.addresses,
            "observations": looks[revision.number],
            **{name: getattr(revision.article, name) for name in (*WORDED, *BESIDE, *FILES)},
        }
        yield Line(
            site=history.site,
            key=history.key,
            revision=revision.number,
            revisions=len(history.revisions),
            at=revision.at,
            cause=revision.cause,
            duplicate_of=model.Name(site=first[0], key=first[1]) if first else None,
            sections=sections,
            **told,
        )


def _by_revision(history: History) -> dict[int, list[Observation]]:
    """Return looks by the revision that they showed, or after which they read no words."""
    looks: dict[int, list[Observation]] = {r.number: [] for r in history.revisions}
    number = 1
    for seen in history.observations:
        number = seen.revision or number
        looks[number].append(seen)
    return looks


# --- reading


def _line(number: int, text: bytes) -> Line:
    try:
        return Line.model_validate_json(text)
    except ValidationError as error:
        message = f"line {number} {_wrong(error)}"
        raise SourceError(message) from error


def _wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return f"is cut, or no JSON ({first['msg']})"
    return f"is no revision: {'.'.join(map(str, first['loc']))}: {first['msg']}"


def _history(of: list[Line]) -> History:
    last = of[-1]
    return History(
        site=last.site,
        key=last.key,
        sections=tuple((section.slug, section.name) for section in last.sections),
        duplicate_of=(last.duplicate_of.site, last.duplicate_of.key) if last.duplicate_of else None,
        revisions=tuple(_revision(line) for line in of),
        observations=tuple(_look(seen, line) for line in of for seen in line.observations),
        addresses=tuple({_place(a): _named(a) for line in of for a in line.addresses}.values()),
    )


def _revision(line: Line) -> Revision:
    article = Article(
        site=line.site,
        key=line.key,
        **{name: getattr(line, name) for name in (*WORDED, *BESIDE)},
        images=tuple(Image(url=i.url, caption=i.caption) for i in line.images),
        attachments=tuple(Attachment(url=a.url, title=a.title) for a in line.attachments),
    )
    first = next((o for o in line.observations if o.presence == "present"), line.observations[0])
    return Revision(
        number=line.revision,
        at=line.at,
        article=article,
        capture=_capture(first),
        parser=first.parser,
        cause=line.cause,
    )


def _look(seen: model.Observation, line: Line) -> Observation:
    number = line.revision if seen.presence == "present" else None
    return Observation(**{**dict(seen), "capture": _capture(seen), "revision": number})


def _capture(seen: model.Observation) -> Capture | None:
    return Capture(**dict(seen.capture)) if seen.capture else None


def _named(address: model.Address) -> Address:
    return Address(**dict(address))


def _place(address: model.Address) -> tuple[object, ...]:
    return address.url, address.form
