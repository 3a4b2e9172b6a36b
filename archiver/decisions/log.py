"""Decisions: what persons have decided of articles, kept where the database can be made anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.errors import StorageError
from archiver.linefile import append, lines

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.likeness.similarity import Name
    from archiver.storage import Storage

FILE = "decisions.jsonl"
"""Where in the archive's folder they are listed: outside the database, which may be lost."""


class Kind(StrEnum):
    """What a person can decide."""

    TAKEDOWN = "takedown"
    LIFT = "lift"
    UNLINK = "unlink"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of an article, and with regard to which others."""

    kind: Kind
    article: Name
    at: datetime
    others: tuple[Name, ...] = ()
    reason: str = ""

    def carry_out(self, storage: Storage) -> None:
        """Do it in a storage that is open for writing and holds the articles."""
        match self.kind:
            case Kind.TAKEDOWN:
                storage.take_down(self.article, self.reason, self.at)
            case Kind.LIFT:
                storage.lift(self.article, self.at)
            case Kind.UNLINK:
                storage.catalogue().part(self.article, self.others, self.reason, self.at)
            case Kind.LINK:
                storage.catalogue().rejoin(self.article, self.others, self.at)


def note(folder: Path, decision: Decision) -> None:
    """List a decision before it is carried out. Raises ``StorageError``.

    Without a folder there are no captures, hence nothing that a database could be made of anew.
    """
    if folder.is_dir():
        append(folder / FILE, _line(decision))


def listed(folder: Path) -> list[Decision]:
    """Return all decisions, in order. Raises ``StorageError`` for a line that is none."""
    return [_decision(folder / FILE, line) for line in lines(folder / FILE)]


def _line(decision: Decision) -> str:
    fields = {
        "kind": decision.kind,
        "article": decision.article,
        "others": decision.others,
        "reason": decision.reason,
        "at": decision.at.isoformat(),
    }
    return json.dumps(fields, ensure_ascii=False)


def _decision(path: Path, line: str) -> Decision:
    try:
        told = json.loads(line)
        return Decision(
            kind=Kind(told["kind"]),
            article=_name(told["article"]),
            others=tuple(map(_name, told["others"])),
            reason=told["reason"],
            at=datetime.fromisoformat(told["at"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        message = f"{path} has a line that is no decision: {line[:80]!r}; mend or remove it"
        raise StorageError(message) from error


def _name(told: list[str]) -> Name:
    site, key = told
    return site, key
