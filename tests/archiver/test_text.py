from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.text import clean, fold, is_vietnamese, number

LETTERS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐbcghklmnpqrstvx"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
vietnamese = st.text(alphabet=LETTERS + MARKS + " \u00a0\u200b\u00ad-/.,", max_size=60)
anything = st.one_of(st.text(max_size=60), vietnamese)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0302\u0301", "ế"),
        ("e\u0301\u0302", "ế"),
        ("E\u0323\u0302", "Ệ"),
        ("o\u0301\u031b", "ớ"),
        ("u\u0323\u031b", "ự"),
        ("Tru\u01b0\u0323ng", "Truựng"),
        ("hòa", "hòa"),
        ("hoà", "hoà"),
        ("thuỷ thủy", "thuỷ thủy"),
    ],
)
def test_marks_become_the_letter_they_mean_and_keep_their_place(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("hidden", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202d\x00")
def test_what_cannot_be_seen_is_dropped(hidden: str) -> None:
    assert clean(f"Gia{hidden} Lâm{hidden}") == "Gia Lâm"


def test_spaces_of_all_kinds_are_one() -> None:
    assert clean("\u00a0 HĐND\u00a0quận \r\n\t\u202f\u3000cùng ") == "HĐND quận cùng"


def test_eths_are_made_the_letter_they_stand_for() -> None:
    assert clean("Ðoàn thể, ÐẢNG ỦY, Ɖức, ðường") == "Đoàn thể, ĐẢNG ỦY, Đức, đường"


def test_icelandic_keeps_its_eths() -> None:
    assert clean("Ðað er þorp") == "Ðað er þorp"


def test_symbols_are_not_replaced_by_look_alikes() -> None:
    assert clean("m² ½ № “…” –") == "m² ½ № “…” –"


@given(anything)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_clean_text_is_composed_and_holds_single_spaces(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.split() == ([] if not cleaned else cleaned.split(" "))


@given(vietnamese)
def test_decomposed_text_is_the_same_text(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


@given(st.permutations("\u0301\u0302"), st.sampled_from("aeoAEO"))
def test_the_order_of_tone_and_hat_does_not_matter(marks: list[str], vowel: str) -> None:
    assert clean(vowel + "".join(marks)) == unicodedata.normalize("NFC", vowel + "\u0302\u0301")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vũ Đức Bảo", "vu duc bao"),
        ("ĐẢNG ỦY", "dang uy"),
        ("Ðảng", "dang"),
        ("nước  Ước\u00a0", "nuoc uoc"),
        ("22-KL/TW", "22-kl/tw"),
        ("Straße", "strasse"),
    ],
)
def test_folding_is_what_people_type_without_accents(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folded_vietnamese_is_ascii_in_lower_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper()) == fold(text).lower()


@pytest.mark.parametrize("letter", "aăâbcdđeêghiklmnoôơpqrstuưvxy")
def test_each_letter_folds_to_one(letter: str) -> None:
    assert len(fold(letter)) == len(fold(letter.upper())) == 1


@pytest.mark.parametrize("text", ["1729", "1.729", "1,729", "1 729", " 1\u00a0729 "])
def test_counts_are_read_with_any_separator(text: str) -> None:
    assert number(text) == 1729


@pytest.mark.parametrize("text", ["", "1.72", "1,7K", "1.234,567", "12.34.567", "-5", "²", "١٢"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 10**14))
def test_every_count_is_read_back(count: int) -> None:
    assert number(str(count)) == number(f"{count:,}") == count
    assert number(f"{count:,}".replace(",", ".")) == count


def test_vietnamese_is_known_by_its_letters() -> None:
    assert is_vietnamese("Hội nghị")
    assert is_vietnamese("ho\u0323\u0302i")
    assert not is_vietnamese("Hà Nội".encode("ascii", "ignore").decode())
    assert not is_vietnamese("Café à Paris, sự".partition(",")[0])
