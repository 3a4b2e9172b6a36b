"""A small archive that holds what the examples of the documentation ask for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from archiver import Kind, Link, Outcome, Plan
from archiver.dates import HANOI
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, Desk, article, desk, visit
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Article

PORTAL = "https://longbien.hanoi.gov.vn"
BODY = ("Đồng chí Vũ Đức Bảo, Bí thư Quận ủy, phát biểu về Kết luận 22-KL/TW.",)
GOVERNMENT = ("Quận nghe báo cáo về chính quyền đô thị.",)
AT_NIGHT = datetime(2025, 6, 1, 20, tzinfo=HANOI)


def make(folder: Path) -> None:
    """Make it in a folder."""
    with desk(SqlStorage(folder=folder), Plan(site="longbien")) as place:
        front = Link(url=f"{PORTAL}/tin-tuc", kind=Kind.LIST)
        place.save(visit(place.take(front), outcome=Outcome.NOT_ARTICLE, reason="a list"))
        _fill(place)
        place.finish()
        other = Desk(place.storage, place.storage.start_run(Plan(site="phuc-loi"), AT))
        same = record("phuc-loi", "2041")
        other.save(visit(other.take(news("phuc-loi", "2041")), AT_NIGHT, article=same))
        other.finish()


def news(site: str, key: str) -> Link:
    return Link(url=f"{PORTAL}/{site}/{key}", kind=Kind.ARTICLE, key=key, section="tin-tuc")


def record(site: str, key: str, **fields: Any) -> Article:
    told = {"published_at": AT_NIGHT - 10 * DAY, "body": BODY, "abstract": None} | fields
    return article(key, site=site, url=news(site, key).url, **told)


def _fill(place: Desk) -> None:
    task = place.take(news("longbien", "1083028"))
    for night, title in enumerate(("Họp", "Hội nghị", "Khai mạc hội nghị số 2041")):
        read = record("longbien", "1083028", title=title)
        place.save(visit(task, AT_NIGHT + night * DAY, article=read))
    task = place.take(news("longbien", "7"))
    place.save(
        visit(task, AT_NIGHT, article=record("longbien", "7", title="Khác", body=GOVERNMENT))
    )
    gone = {"presence": Presence.ABSENT, "outcome": Outcome.NOT_ARTICLE}
    place.save(visit(task, AT_NIGHT + DAY, **gone))
