"""What a person types becomes terms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import SettingsError
from archiver.search.query import MOST, Query


def wanted(asked: str) -> list[str]:
    return [" ".join(term.words) for term in Query.of(asked).wanted]


def unwanted(asked: str) -> list[str]:
    return [" ".join(term.words) for term in Query.of(asked).unwanted]


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("vu duc bao", ["vu", "duc", "bao"]),
        ("Vũ Đức BẢO", ["vũ", "đức", "bảo"]),
        ('"Vũ Đức Bảo"', ["vũ đức bảo"]),
        ("“Vũ Đức” «Bảo»", ["vũ đức", "bảo"]),
        ('"chưa đóng', ["chưa đóng"]),
        ("CT-XH", ["ct xh"]),
        ("NOT OR AND NEAR", ["not", "or", "and", "near"]),
        ("a:b* ^c (d)", ["a b", "c", "d"]),
        ("hội hội", ["hội"]),
        ("Ðề án", ["đề", "án"]),
        ("a_b", ["a b"]),
    ],
)
def test_words_and_phrases(asked: str, terms: list[str]) -> None:
    assert wanted(asked) == terms


@pytest.mark.parametrize(
    "asked", ["22-KL/TW", "22-kl/tw", "22 - KL/TW", "22–KL / TW", "22/KL-TW", '"22 KL TW"']
)
def test_a_number_is_one_phrase_however_it_is_written(asked: str) -> None:
    assert wanted(asked) == ["22 kl tw"]


def test_accents_of_a_number_are_never_meant() -> None:
    (number, word) = Query.of("03-KH/BCĐ đảng").wanted
    assert (number.words, number.accented, number.number) == (("03", "kh", "bcd"), False, True)
    assert word.accented
    assert not Query.of("03-KH/BCĐ dang").accented


@pytest.mark.parametrize("asked", ["27/3/2018", "24/7", "1/500", "Covid-19", "5-7", "a-b/c"])
def test_other_signs_make_phrases_but_no_numbers(asked: str) -> None:
    (term,) = Query.of(asked).wanted
    assert len(term.words) > 1
    assert not term.number


def test_what_must_not_be_there() -> None:
    assert wanted('hội -nghị -"thành ủy"') == ["hội"]
    assert unwanted('hội -nghị -"thành ủy"') == ["nghị", "thành ủy"]
    assert wanted("a - b -- -") == ["a", "b"]
    assert wanted("Covid-19 2011 -2020") == ["covid 19", "2011"]
    assert unwanted("x -22-KL/TW") == ["22 kl tw"]


def test_one_accent_means_them_all() -> None:
    assert all(term.accented for term in Query.of("vũ duc bao").wanted)
    assert Query.of("đang -dang").unwanted[0].accented
    assert not Query.of("dang -đang").wanted[0].accented
    assert Query.of("dang -đang").unwanted[0].accented
    assert not Query.of("vũ đức", accents=False).accented
    assert wanted("vũ đức") != [" ".join(t.words) for t in Query.of("vũ đức", accents=False).wanted]


@pytest.mark.parametrize("written", ["hoà bình", "hòa bình", "HOÀ BÌNH"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_place_of_a_tone_and_the_form_do_not_matter(written: str, form: str) -> None:
    assert wanted(unicodedata.normalize(form, written)) == ["hòa", "bình"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "key"),
    [("quý", "quý"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("hoàn", "hoàn"), ("Uỷ", "ủy")],
)
def test_tones_are_moved_only_in_open_syllables(written: str, key: str) -> None:
    assert wanted(written) == [key]


def test_what_fits_better_is_asked_for_first() -> None:
    assert closer("a b c") == [["a b c"], ["a b", "b c"]]
    assert closer("a b") == [["a b"]]
    assert closer("a") == []
    assert closer("22-KL/TW a b") == [["a b"]]


def closer(asked: str) -> list[list[str]]:
    queries = Query.of(asked).closer()
    return [[" ".join(term.words) for term in q.either or q.wanted] for q in queries]


@pytest.mark.parametrize(
    "asked", ["", " ", "*", '"', '""', "-", "- -", "…", "\x00", "-không", "🙂"]
)
def test_without_a_word_there_is_one_clear_message(asked: str) -> None:
    with pytest.raises(SettingsError, match="no word to look for") as raised:
        Query.of(asked)
    assert "\n" not in str(raised.value)


def test_far_too_many_words_are_refused() -> None:
    Query.of("a " * MOST)
    with pytest.raises(SettingsError, match=f"more than {MOST} words") as raised:
        Query.of("từ " * 100_000)
    assert len(str(raised.value)) < 200


@given(st.text())
def test_any_text_is_terms_or_a_message(asked: str) -> None:
    try:
        query = Query.of(asked)
    except SettingsError:
        return
    words = [word for term in (*query.wanted, *query.unwanted) for word in term.words]
    assert all(words)
    assert not any(sign in word for word in words for sign in "\"'\\ \0")
