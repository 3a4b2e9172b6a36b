"""The words of the archive as JSON: fields by name, what is empty left out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from archiver import Article, Attachment, Capture, Image, Kind, Leads, Link, Outcome, Plan, Task
from archiver.lifecycle import Presence
from archiver.records import Address, Observation, Revision

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def encode(value: Any) -> Any:  # noqa: ANN401  # whatever a dataclass of ours holds
    """Return a value as JSON has it."""
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: encode(item) for name, item in named if item is not None and item != ()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    return dict(value) if hasattr(value, "items") else value


def decode(cls: type[T], values: dict[str, Any]) -> T:
    """Return the dataclass that was encoded so."""
    return cls(**{name: READERS.get(name, _same)(value) for name, value in values.items()})


def _same(value: Any) -> Any:  # noqa: ANN401  # JSON
    return value


def _one(cls: type[Any]) -> Callable[[Any], Any]:
    return lambda values: decode(cls, values)


def _many(cls: type[Any]) -> Callable[[Any], Any]:
    return lambda items: tuple(decode(cls, values) for values in items)


def _capture(value: Any) -> Any:  # noqa: ANN401  # a capture, or the record id of one
    return value if isinstance(value, str) else decode(Capture, value)


def _section(value: Any) -> Any:  # noqa: ANN401  # a slug, or a slug and its name
    return value if isinstance(value, str) else tuple(value)


READERS: dict[str, Callable[[Any], Any]] = {
    "addresses": _many(Address),
    "article": _one(Article),
    "at": datetime.fromisoformat,
    "attachments": _many(Attachment),
    "body": tuple,
    "capture": _capture,
    "duplicate_of": tuple,
    "form": lambda form: tuple((name, value) for name, value in form),
    "images": _many(Image),
    "keywords": tuple,
    "kind": Kind,
    "leads": _one(Leads),
    "link": _one(Link),
    "links": _many(Link),
    "observations": _many(Observation),
    "original": _one(Capture),
    "outcome": Outcome,
    "plan": _one(Plan),
    "presence": Presence,
    "published_at": datetime.fromisoformat,
    "revisions": _many(Revision),
    "sections": lambda items: tuple(map(_section, items)),
    "retry_at": datetime.fromisoformat,
    "task": _one(Task),
}
"""How the fields that JSON cannot say are read, by name: no two fields of a name differ."""
