"""Fingerprints change with the words, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from archiver import Article, Attachment, Image
from archiver.likeness import fingerprint

ARTICLE = Article(
    site="toy",
    key="1",
    url="http://toy/1",
    title="Khai mạc hội nghị",
    section="Tin tức",
    published_at=datetime(2018, 3, 27, 10, 14, tzinfo=timezone(timedelta(hours=7))),
    published_raw="27/03/2018 10:14",
    abstract="Tóm tắt.",
    body=("Một.", "Hai."),
    images=(Image(url="http://toy/a.jpg", caption="Ảnh"),),
    byline="Thu Hà",
    attachments=(Attachment(url="http://toy/a.pdf", title="Công văn"),),
    keywords=("hội nghị",),
    language="vi",
    views=1,
)

REWORDED: list[dict[str, Any]] = [
    {"title": "Khai mạc Hội nghị"},
    {"published_at": None},
    {"published_at": datetime(2018, 3, 27, 10, 15, tzinfo=timezone(timedelta(hours=7)))},
    {"abstract": None},
    {"abstract": ""},
    {"body": ("Một. Hai.",)},
    {"body": ("Hai.", "Một.")},
    {"body": ()},
    {"images": ()},
    {"images": (Image(url="http://toy/b.jpg", caption="Ảnh"),)},
    {"images": (Image(url="http://toy/a.jpg"),)},
    {"byline": "Thu Hằng"},
    {"attachments": ()},
    {"attachments": (Attachment(url="http://toy/a.pdf", title="Văn bản"),)},
]

SEEN_OTHERWISE: list[dict[str, Any]] = [
    {"site": "another"},
    {"key": "2"},
    {"url": "http://toy/vi/1"},
    {"section": None},
    {"published_at": datetime(2018, 3, 27, 3, 14, tzinfo=UTC)},
    {"published_raw": "10:14 AM"},
    {"keywords": ()},
    {"language": None},
    {"views": 2},
]


@pytest.mark.parametrize("change", REWORDED, ids=str)
def test_rewording_changes_the_wording(change: dict[str, Any]) -> None:
    assert fingerprint.wording(replace(ARTICLE, **change)) != fingerprint.wording(ARTICLE)


@pytest.mark.parametrize("change", SEEN_OTHERWISE, ids=str)
def test_another_look_does_not(change: dict[str, Any]) -> None:
    assert fingerprint.wording(replace(ARTICLE, **change)) == fingerprint.wording(ARTICLE)


TEXTS: list[dict[str, Any]] = [{"title": "Khác."}, {"abstract": "Khác."}, {"body": ("Khác.",)}]


@pytest.mark.parametrize("change", TEXTS, ids=str)
def test_a_text_is_title_abstract_and_body(change: dict[str, Any]) -> None:
    assert fingerprint.text(replace(ARTICLE, **change)) != fingerprint.text(ARTICLE)


@pytest.mark.parametrize("change", [*SEEN_OTHERWISE, {"byline": None}, {"images": ()}], ids=str)
def test_a_text_is_nothing_else(change: dict[str, Any]) -> None:
    assert fingerprint.text(replace(ARTICLE, **change)) == fingerprint.text(ARTICLE)


@pytest.mark.parametrize("abstract", [None, ""])
def test_a_title_alone_has_no_text(abstract: str | None) -> None:
    assert fingerprint.text(replace(ARTICLE, abstract=abstract, body=())) is None


def test_an_abstract_alone_has() -> None:
    assert fingerprint.text(replace(ARTICLE, body=())) is not None


def test_it_stays_the_same_for_years() -> None:
    """An archive keeps fingerprints: were they to change, every article would seem reworded."""
    words = "157f5f9f56ffce3f63798f924b460728"
    assert fingerprint.wording(ARTICLE) == f"{words}@2018-03-27T03:14:00+00:00"
    assert fingerprint.text(ARTICLE) == "9302e0e78cf35408043e04776d13d769"


def test_fields_do_not_run_into_each_other() -> None:
    one = replace(ARTICLE, title="A", abstract="B")
    other = replace(ARTICLE, title="AB", abstract=None)
    assert fingerprint.text(one) != fingerprint.text(other)
