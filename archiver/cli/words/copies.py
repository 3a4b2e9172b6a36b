"""Clusters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from archiver.cli.words.tables import columns, day, minute
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from archiver.likeness.clusters import Cluster, Member, Parting


def clusters(answers: Sequence[Cluster]) -> RenderableType:
    """Return a table a cluster, the first publication on top."""
    if not answers:
        return "No article says nearly the same as another."
    return Group(*(part for cluster in answers for part in _cluster(cluster)))


def partings(answers: Sequence[Parting]) -> RenderableType:
    """Return a table of what was unlinked."""
    if not answers:
        return "Nothing was unlinked."
    table = columns("article", "unlinked from", "when", "taken back", "reason")
    for one in answers:
        names = ("/".join(one.one), "/".join(one.other))
        undone = minute(one.undone_at) if one.undone_at else ""
        table.add_row(*map(safe, names), minute(one.at), undone, safe(one.reason))
    return table


def _cluster(cluster: Cluster) -> Iterator[RenderableType]:
    yield Text(f"{1 + len(cluster.copies)} articles", style="bold")
    table = columns("site", "key", "published", "like the first", "title")
    table.add_row(*_member(cluster.first, "first"))
    for copy in cluster.copies:
        table.add_row(*_member(copy, "exact" if copy.exact else f"{copy.similarity:.0%}"))
    yield table
    yield Text()


def _member(member: Member, like: str) -> tuple[str, ...]:
    seen = day(member.published_at) if member.published_at else f"seen {day(member.first_seen)}"
    return member.site, member.key, seen, like, safe(member.title)
