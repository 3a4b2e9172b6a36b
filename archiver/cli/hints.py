"""Hints: what to do next with what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.ledger import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.storage import SiteStatus

STEPS = (
    ("archiver show KEY", "read an article, and see where its words come from"),
    ("archiver changes", "what was edited after publication"),
    ("archiver gone", "what is not there any more"),
    ("archiver health", "what is wrong with a site, by what it used to have"),
    ("archiver export -o news.csv", "take it away; `archiver formats` lists the ways"),
    ("archiver --help", "every command"),
)


def next_steps(held: Sequence[SiteStatus]) -> Iterator[str]:
    """Return lines to follow what the archive holds; none where it is empty and says so."""
    if not held:
        return
    yield ""
    ended = ((site.site, site.last_run) for site in held)
    for site, run in ended:
        if run is not None and run.verdict not in {None, Verdict.WELL}:
            yield f"The last run of {site} ended with: {run.verdict}. `archiver runs --site {site}`"
    width = max(len(command) for command, _ in STEPS)
    for command, told in STEPS:
        yield f"{command:{width}}  {told}"
