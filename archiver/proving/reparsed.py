"""What a re-parse found: where today's parsers read a page otherwise than the archive has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from archiver.article import Article

if TYPE_CHECKING:
    from archiver.evidence import Earlier
    from archiver.ledger import Visit

EXAMPLES = 5
"""Examples that are kept of a kind of difference."""
FOUND = "read now"
"""Pages on which no words were read before."""
LOST = "read no more"
"""Pages on which words were read before; what was read stays."""
FIELDS = tuple(f.name for f in fields(Article) if f.name != "site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One page that is read otherwise: its address, its capture, and both readings as text."""

    url: str
    capture: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A field, or ``read now``, ``read no more``: on how many pages of a site it differs."""

    site: str
    field: str
    count: int
    examples: tuple[Example, ...]


@dataclass(slots=True)
class Comparison:
    """Counts, page by page, what of a site is read otherwise."""

    site: str
    pages: int = 0
    changed: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, list[Example]] = field(default_factory=dict)

    def add(self, earlier: Earlier, visit: Visit) -> bool:
        """Compare two readings of a page; tell whether they differ."""
        differing = _differing(earlier, visit)
        self.pages += 1
        self.changed += bool(differing)
        for name, (old, new) in differing.items():
            self._counts[name] += 1
            examples = self._examples.setdefault(name, [])
            if len(examples) < EXAMPLES:
                url, record = earlier.capture.url, earlier.capture.record_id
                examples.append(Example(url=url, capture=record, old=old, new=new))
        return bool(differing)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """What differs, the commonest first."""
        return tuple(
            Deviation(site=self.site, field=name, count=count, examples=tuple(self._examples[name]))
            for name, count in self._counts.most_common()
        )


def _differing(earlier: Earlier, visit: Visit) -> dict[str, tuple[str | None, str | None]]:
    old, new = earlier.article, visit.article
    if old is None or new is None:
        if old is not None:
            return {LOST: (old.title, visit.reason)}
        return {FOUND: (None, new.title)} if new is not None else {}
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in FIELDS}
    return {name: (_text(a), _text(b)) for name, (a, b) in pairs.items() if a != b}


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
