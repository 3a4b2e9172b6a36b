"""What was asked for is marked as it was written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.search.keys import keys, spans, words
from archiver.search.marks import BEFORE, MOST, WORDS, snippet, whole
from archiver.search.query import Query
from archiver.search.ranking import score
from archiver.search.searched import Searched

TEXT = (
    "Thứ trưởng Bộ Nội vụ Nguyễn Trọng Thừa.\n"
    "Trưởng Ban Tổ chức Thành uỷ Vũ Đức Bảo - UVBTV - nêu Kết luận số 22 - KL/TW; bảo đảm."
)
LETTERS = st.sampled_from([*"aăâđeêơưHOÀÍỳỹ 019_-/.,:“”\n", "\u0301", "\u0302", "\u00a0", "ỷ"])


def shown(text: str, asked: str) -> str:
    pieces = whole(text, Query.of(asked)).pieces()
    return "".join(f"[{piece}]" if found else piece for piece, found in pieces)


def test_words_that_follow_each_other_are_one_mark() -> None:
    assert "[Vũ Đức Bảo] - UVBTV" in shown(TEXT, "vu duc bao")
    assert "; [bảo] đảm" in shown(TEXT, "vu duc bao")
    assert "số [22 - KL/TW];" in shown(TEXT, "22-kl/tw")
    assert "Thành [uỷ Vũ]" in shown(TEXT, "vũ ủy")


def test_a_phrase_is_marked_only_where_it_stands() -> None:
    assert shown("Bảo vệ Vũ Đức Bảo", '"đức bảo"') == "Bảo vệ Vũ [Đức Bảo]"


def test_a_mark_does_not_cross_lines() -> None:
    assert shown("hội\nnghị", "hội nghị") == "[hội] [nghị]"


def test_a_snippet_shows_where_most_words_stand() -> None:
    text = "bảo " + "chữ " * 100 + "đồng chí Vũ Đức Bảo nói " + "chữ " * 100
    cut = snippet(text, Query.of("vũ đức bảo"))
    assert cut.text.startswith("… chữ")
    assert cut.text.endswith(" …")
    assert len(words(cut.text)) == WORDS
    assert [cut.text[begin:end] for begin, end in cut.marks] == ["Vũ Đức Bảo"]


def test_the_last_piece_that_is_looked_at_has_all_its_marks() -> None:
    rare = "bảo " + "chữ " * WORDS
    cut = snippet(rare * (MOST - 1) + "bảo " * 2 * WORDS, Query.of("bảo"))
    assert [len(words(piece)) for piece, found in cut.pieces() if found] == [WORDS - BEFORE]


@pytest.mark.no_cover
def test_a_word_that_stands_everywhere_takes_no_longer() -> None:
    marks = snippet("bảo " * 10 * MOST + "vũ đức bảo", Query.of("bảo")).marks
    assert marks[0] == (0, len("bảo " * WORDS) - 1)
    assert 0 < _cost("bảo " * 50_000) < 4 * _cost("an " * 49_999 + "bảo ")


def _cost(text: str) -> float:
    query = Query.of("bảo")
    began = time.process_time()
    for _ in range(3):
        snippet(text, query)
    return time.process_time() - began


def test_a_snippet_without_a_mark_is_the_beginning() -> None:
    assert snippet("", Query.of("a")).text == ""
    assert snippet("một hai\nba", Query.of("a")).text == "một hai ba"


@given(st.text(LETTERS, max_size=200), st.text(LETTERS, max_size=20))
def test_marks_lie_within_the_text_and_pieces_join_to_it(text: str, asked: str) -> None:
    query = Query.of(f"a {asked}")
    for marked in (whole(text, query), snippet(text, query)):
        ends = [end for span in marked.marks for end in span]
        assert ends == sorted(ends)
        assert "".join(piece for piece, _ in marked.pieces()) == marked.text


@given(st.text(LETTERS, max_size=200))
def test_a_text_has_as_many_keys_as_words(text: str) -> None:
    count = len(words(text))
    assert [text[b:e] for b, e in spans(text, 0, count)] == words(text)
    assert [len(keys(text, accented=kind)) for kind in (True, False)] == [count, count]


# --- ranking


def rank(asked: str, title: str, *text: str) -> float:
    return score(Searched.of_parts(title, *text), Query.of(asked))


def test_words_that_stand_together_rank_higher() -> None:
    apart = rank("vũ đức bảo", "Tin", "Vũ khí, đức độ, bảo vệ")
    pair = rank("vũ đức bảo", "Tin", "Vũ Đức và bảo vệ")
    together = rank("vũ đức bảo", "Tin", "Vũ Đức Bảo đến")
    title = rank("vũ đức bảo", "Vũ Đức Bảo", "đến")
    assert apart < pair < together < title


def test_a_word_that_comes_more_often_ranks_higher_but_not_in_a_long_text() -> None:
    once, twice = rank("ủy", "Tin", "uỷ x"), rank("ủy", "Tin", "uỷ ủy")
    assert once < twice
    assert rank("ủy", "Tin", "uỷ " + "x " * 2000) < once


def test_accents_count_where_they_are_meant() -> None:
    assert rank("đảng", "Tin", "đang đảng") < rank("dang", "Tin", "đang đảng")
