"""Ailments: what can be wrong with a site, told by the reasons why its pages did not come."""

from __future__ import annotations

import re
from enum import StrEnum

from archiver.ledger import Kind, Outcome


class Ailment(StrEnum):
    """What is wrong, in the order in which it is told."""

    GONE = "gone"
    BLOCKED = "blocked"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    LAYOUT = "layout changed"
    SILENT = "silent"


KEEPS_AWAY = (Ailment.GONE, Ailment.BLOCKED, Ailment.CERTIFICATE, Ailment.SLOW)
"""Those that keep pages from coming."""

THE_SITE = "the site"


def refusal(who: str, reason: str) -> str:
    """Return the reason of the last page that somebody was asked for, and of those left."""
    return f"{who} refuses: {reason}"


REFUSES = refusal(THE_SITE, "")
"""What it begins with where the site refuses."""
REASONS = (
    (Ailment.CERTIFICATE, r"certificate|\bssl|\btls\b"),
    (
        Ailment.BLOCKED,
        rf"^{REFUSES}|^blocked: |^HTTP (?:401|403|405|406|418|429|451)\b|robots\.txt forbids",
    ),
    (
        Ailment.SLOW,
        (
            r"no answer in time|cut short|ConnectionLost|ConnectionDone|Connection was closed"
            r"|empty answer|HTTP (?:408|425|50[234]|52\d)\b"
        ),
    ),
)
"""By what a reason tells why a page did not come; any other says that it is gone."""
OURS = re.compile(r"larger than crawl\.max_bytes|not a public address|is no host of")
"""What is nobody's fault but a setting's."""
ABSENT = re.compile(r"^HTTP (?:404|410)\b|no such page")


def ailment_of(kind: Kind, outcome: Outcome, reason: str | None) -> Ailment | None:
    """Return what an outcome and its reason tell of the site, ``None`` where it is well."""
    told = reason or ""
    if outcome is Outcome.NOT_ARTICLE:
        missing = kind is Kind.LIST and ABSENT.search(told)
        return Ailment.GONE if missing else None
    forbidden = outcome is Outcome.REJECTED and "robots.txt" in told
    if (outcome is not Outcome.FAILED and not forbidden) or OURS.search(told):
        return None
    found = (ailment for ailment, sign in REASONS if re.search(sign, told, re.IGNORECASE))
    return next(found, Ailment.GONE)
