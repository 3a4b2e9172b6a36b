"""Archives of live crawls, made comparable: what chance decides is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archiver.testing import dump
from portal.districts import LONGBIEN_SECTIONS, longbien
from portal.server import Portal

if TYPE_CHECKING:
    from drivers.runs import Bench

SITE = "longbien"
SECTIONS = tuple(replace(section, delta=4) for section in LONGBIEN_SECTIONS[:2])
NEVER_THE_SAME = {"at", "record_id", "file", "offset", "length", "refers_to"}
"""What of a capture no two archives share."""


def small_portal(articles: int = 10) -> Portal:
    """Return a portal whose articles have one address each: which comes first is chance."""
    site = longbien(articles, seed=3, sentences=2)
    stories = (
        replace(story, sections=(SECTIONS[number % 2].slug,))
        for number, story in enumerate(site.stories)
    )
    site = replace(site, stories=tuple(stories), sections=SECTIONS)
    return Portal(site, validators=True, keep=False)


def held(place: Bench) -> Any:
    """Return what an archive holds, but for times of day and what tells captures apart."""
    with place.records() as records:
        return _comparable(dump(records))


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        told = {name: _comparable(item) for name, item in value.items()}
        night = {"night": value["at"][:10]} if "at" in value else {}
        return night | {name: item for name, item in told.items() if name not in NEVER_THE_SAME}
    return [_comparable(item) for item in value] if isinstance(value, list) else value
