"""Deciding: persons take articles down or out of their clusters, and take that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archiver.decisions import log as decisions
from archiver.decisions.log import Decision, Kind
from archiver.errors import NotInArchive, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archiver.catalogue import Catalogue
    from archiver.decisions.takedowns import Takedown
    from archiver.likeness.clusters import Parting
    from archiver.likeness.similarity import Name
    from archiver.storage import Storage


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides of articles in a storage that is open for writing, and logs it in the folder."""

    storage: Storage
    folder: Path

    # --- takedowns

    def take_down(self, name: Name, reason: str) -> Takedown:
        """Hide an article. Raises ``SettingsError`` without a reason."""
        self._decide(Decision(kind=Kind.TAKEDOWN, article=name, at=_now(), reason=_why(reason)))
        return self._last(name)

    def lift(self, name: Name) -> Takedown:
        """Show an article again. Raises ``NotInArchive`` where it is not taken down."""
        known = [one for one in self.storage.takedowns(name[0]) if one.name == name]
        if not any(one.stands for one in known):
            message = f"{'/'.join(name)} is not taken down; see `archiver takedowns`"
            raise NotInArchive(message)
        self._decide(Decision(kind=Kind.LIFT, article=name, at=_now()))
        return self._last(name)

    def _last(self, name: Name) -> Takedown:
        return next(one for one in self.storage.takedowns(name[0]) if one.name == name)

    # --- clusters

    def unlink(self, name: Name, other: Name | None, reason: str) -> list[Parting]:
        """Put an article apart from another one, or from all of its cluster; return the pairs.

        Raises ``NotInArchive`` where it stands alone, ``SettingsError`` without a reason.
        """
        catalogue, why = self.storage.catalogue(), _why(reason)
        cluster = catalogue.cluster(name) if other is None else None
        others = cluster.others(name) if cluster else [other or name]
        if others == [name]:
            message = f"{'/'.join(name)} stands alone; there is nothing to unlink it from"
            raise NotInArchive(message)
        pairs = tuple(others)
        self._decide(Decision(kind=Kind.UNLINK, article=name, others=pairs, at=_now(), reason=why))
        return partings(catalogue, name, others)

    def link(self, name: Name, other: Name | None) -> list[Parting]:
        """Take back that an article was unlinked, from another one or from all; return the pairs.

        Raises ``NotInArchive`` where it was not.
        """
        catalogue = self.storage.catalogue()
        known = partings(catalogue, name, [] if other is None else [other])
        others = [p.other if p.one == name else p.one for p in known if p.undone_at is None]
        if not others:
            message = f"{'/'.join(name)} was not unlinked; see `archiver duplicates --unlinked`"
            raise NotInArchive(message)
        self._decide(Decision(kind=Kind.LINK, article=name, others=tuple(others), at=_now()))
        return partings(catalogue, name, others)

    def _decide(self, decision: Decision) -> None:
        decisions.note(self.folder, decision)
        decision.carry_out(self.storage)


def partings(catalogue: Catalogue, name: Name, others: Sequence[Name] = ()) -> list[Parting]:
    """Return the partings of an article from others, or from all where none is named."""
    own = (p for p in catalogue.partings() if name in {p.one, p.other})
    return [p for p in own if not others or p.one in others or p.other in others]


def _why(reason: str) -> str:
    if not reason.strip():
        message = "say why, so that others can judge it: --reason TEXT"
        raise SettingsError(message)
    return reason.strip()


def _now() -> datetime:
    return datetime.now(UTC)
