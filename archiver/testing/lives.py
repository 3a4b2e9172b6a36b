"""Lives: a small archive in which everything has happened that can happen to an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.ledger import Kind, Link, Outcome
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, article, list_page, news, visit

if TYPE_CHECKING:
    from archiver.testing.desk import Desk


def live(place: Desk) -> None:
    """Let three articles live: one is edited, goes and returns, one goes, one is its copy."""
    place.add(news("1", "khac"))
    place.read(news("1"), article())
    place.read(news("2"), article("2"))
    for days, fields in ((1, {"views": 1800}), (2, {"title": "Sửa", "views": 1900})):
        place.read(news("1"), article(**fields), at=AT + days * DAY)
    task = place.take(news("1"))
    for days, presence in ((3, Presence.UNCHANGED), (4, Presence.ABSENT), (5, Presence.ABSENT)):
        told = {"presence": presence, "outcome": Outcome.NOT_ARTICLE}
        place.save(visit(task, AT + days * DAY, **told))
    undated = article(title="Sửa", published_at=None, published_raw=None, views=None)
    place.save(visit(task, AT + 6 * DAY, article=undated, etag='"x"', last_modified="y"))
    post = Link(url="http://toy/api", kind=Kind.LIST, form=(("id", "3"), ("q", "Đảng")))
    same = replace(article("2"), url="http://toy/3", key="3", byline="Khác")
    place.save(visit(place.take(post), AT + DAY, article=same, capture=None))
    gone = {"presence": Presence.ABSENT, "outcome": Outcome.NOT_ARTICLE}
    place.save(visit(place.take(news("2")), AT + DAY, **gone))
    place.add(list_page(2))
