"""The commands of `archiver`, a module a subject; importing them makes them known to the app."""

from archiver.cli.commands import (
    articles,
    copies,
    evidence,
    evolution,
    exchange,
    health,
    holdings,
    imports,
    plugin,
    recovery,
    searching,
    takedowns,
)

__all__ = [
    "articles",
    "copies",
    "evidence",
    "evolution",
    "exchange",
    "health",
    "holdings",
    "imports",
    "plugin",
    "recovery",
    "searching",
    "takedowns",
]
