"""Differences: nothing is lost, nothing is marked that stayed, and a person can follow them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import Article, Attachment, Image
from archiver.histories.alignment import LARGEST, aligned
from archiver.histories.diff import Change, Mark, Operation, compare, difference, rewritten
from archiver.histories.words import split, words_of
from archiver.likeness import fingerprint
from archiver.testing.desk import AT, DAY, article

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = st.sampled_from("aăđ ệ.,1\u0323-/")
LINES = st.lists(st.text(LETTERS, max_size=12), max_size=6)
WORDS = st.lists(st.sampled_from(["phường", "Long", "Biên", "22-KL/TW", ",", "1.729"]), max_size=8)
SENTENCES = st.lists(WORDS.map(" ".join), max_size=6)


def marked(operations: Sequence[Operation]) -> str:
    marks = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return "".join(marks[o.mark].format(o.text) for o in operations)


def both(old: Sequence[str], new: Sequence[str]) -> None:
    change = Change(field="body", operations=compare(old, new))
    assert (change.old, change.new) == ("\n".join(old), "\n".join(new))
    kinds = [operation.mark for operation in change.operations]
    assert all(one is not other for one, other in pairwise(kinds))
    assert all(operation.text for operation in change.operations)
    if change.old == change.new:
        assert set(kinds) <= {Mark.SAME}


@given(LINES, LINES)
def test_operations_make_the_new_text_of_the_old(old: list[str], new: list[str]) -> None:
    both(old, new)


@given(SENTENCES, SENTENCES)
def test_operations_on_words_do_too(old: list[str], new: list[str]) -> None:
    both(old, new)


@given(st.text())
def test_words_are_the_text_again(text: str) -> None:
    assert "".join(word.space + word.text for word in split(text)) == text


@given(LINES)
def test_equal_texts_have_no_difference(lines: list[str]) -> None:
    assert {operation.mark for operation in compare(lines, lines)} <= {Mark.SAME}


@given(SENTENCES, SENTENCES)
def test_a_difference_is_a_difference_of_wordings(old: list[str], new: list[str]) -> None:
    one, other = article(body=tuple(filter(None, old))), article(body=tuple(filter(None, new)))
    same = fingerprint.wording(one) == fingerprint.wording(other)
    assert same == (difference(one, other) == ()) == (rewritten(one, other) == 0)
    assert 0 <= rewritten(one, other) <= 1


def test_words_of_vietnamese() -> None:
    text = "Kết luận 22-KL/TW (27/03/2018): 1.729 người, 10:14."
    assert words_of(text) == [
        *("Kết", "luận", "22", "-", "KL", "/", "TW", "(", "27/03/2018", ")", ":"),
        *("1.729", "người", ",", "10:14", "."),
    ]
    assert words_of("http://toy/a.jpg?x=1, Ảnh") == ["http://toy/a.jpg?x=1,", "Ảnh"]


CASES = [
    (["Có 12 hộ."], ["Có 21 hộ."], "Có[- 12-]{+ 21+} hộ."),
    (["Ông Nam nói."], ["Và ông Nam nói."], "[-Ông-]{+Và ông+} Nam nói."),
    (["Nam nói."], ["Ông Nam nói."], "{+Ông +}Nam nói."),
    (["Một.", "Hai ba.", "Bốn."], ["Một.", "Bốn."], "Một.[-\nHai ba.-]\nBốn."),
    (["Một.", "Hai."], ["Hai."], "[-Một.\n-]Hai."),
    (["Một."], ["Một.", "Hai."], "Một.{+\nHai.+}"),
    (["Hôm nay họp."], ["Mai nghỉ"], "[-Hôm nay họp.-]{+Mai nghỉ+}"),
    ([], ["Mới."], "{+Mới.+}"),
    (["a, b"], ["a b"], "a[-,-] b"),
    (["a,b"], ["a, b"], "a,{+ +}b"),
]


@pytest.mark.parametrize(("old", "new", "told"), CASES)
def test_what_a_person_reads(old: list[str], new: list[str], told: str) -> None:
    assert marked(compare(old, new)) == told


def test_a_removed_paragraph_is_one_removal() -> None:
    body = tuple(f"Đoạn số {n} nói về việc thứ {n} của phường." for n in range(9))
    (change,) = difference(article(body=body), article(body=body[:4] + body[5:]))
    removed = [o.text for o in change.operations if o.mark is not Mark.SAME]
    assert removed == [f"\n{body[4]}"]


def test_paragraphs_find_their_partner() -> None:
    old = ["Chiều nay phường họp bàn về rác.", "Công an bắt hai đối tượng."]
    new = ["Mở đầu.", "Chiều qua phường họp bàn về rác.", "Công an bắt ba đối tượng."]
    assert list(aligned(old, new)) == [(None, new[0]), (old[0], new[1]), (old[1], new[2])]


def test_very_long_texts_are_paired_by_order() -> None:
    count = int(LARGEST**0.5) + 1
    old, new = ([f"{name} {n}" for n in range(count)] for name in ("cũ", "mới"))
    assert list(aligned(old, new)) == list(zip(old, new, strict=True))


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("title", {"title": "Khác"}),
    ("published_at", {"published_at": AT + DAY}),
    ("published_at", {"published_at": None}),
    ("abstract", {"abstract": None}),
    ("body", {"body": ()}),
    ("images", {"images": (Image(url="http://toy/a.jpg", caption="Khác"),)}),
    ("byline", {"byline": None}),
    ("attachments", {"attachments": (Attachment(url="http://toy/b.pdf", title="Công văn"),)}),
]


@pytest.mark.parametrize(("field", "change"), CHANGES, ids=str)
def test_each_field_is_told(field: str, change: dict[str, Any]) -> None:
    assert [c.field for c in difference(article(), article(**change))] == [field]


def test_what_is_volatile_is_not_told() -> None:
    looked_at: dict[str, Any] = {"views": 5, "section": None, "keywords": (), "language": None}
    assert difference(article(), article(**looked_at, url="http://toy/vi/1")) == ()


def test_how_much_was_rewritten() -> None:
    bare: Article = replace(article(), abstract=None, body=(), images=(), attachments=())
    bare = replace(bare, byline=None, published_at=None, title="Một hai ba bốn")
    assert rewritten(bare, replace(bare, title="Một hai ba năm")) == 0.25
    assert rewritten(bare, replace(bare, title="Khác")) == 1
    assert rewritten(bare, bare) == 0
