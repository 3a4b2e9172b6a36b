"""Official documents that a text cites: numbers, kinds, issuers and dates."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.search.mentions import Mention, cited, find, key
from examples.real import needs_data
from examples.seed import record


def numbers(text: str) -> list[str]:
    return [mention.number for mention in find(text)]


def told(text: str) -> tuple[str, str | None, str | None, date | None]:
    (mention,) = find(text)
    return mention.number, mention.type, mention.issuer, mention.date


@needs_data
def test_the_documents_of_the_seed() -> None:
    seed = record()
    found = cited([seed.title, seed.abstract, *seed.body])
    assert [(m.number, m.type, m.issuer and m.issuer[:12], m.date, m.elided) for m in found] == [
        ("22-KL/TW", "Kết luận", "Bộ Chính trị", date(2017, 11, 7), False),
        ("11-NQ/TW", "Nghị quyết", "Bộ Chính trị", None, False),
        ("03-KH/BCĐ", "Kế hoạch", "Ban Chỉ đạo ", None, False),
        ("2372-CV/BTCTU", "Công văn", None, date(2018, 3, 13), True),
        ("2379-CV/BTCTU", "Công văn", None, date(2018, 3, 14), False),
    ]


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("theo Nghị định 30/2020/NĐ-CP", "30/2020/NĐ-CP", "Nghị định"),
        ("Kế hoạch số 161/KH-UBND", "161/KH-UBND", "Kế hoạch"),
        ("số 05 -CT/TW", "05-CT/TW", "Chỉ thị"),
        ("Quyết định số 749/QĐ–TTg", "749/QĐ-TTg", "Quyết định"),
        ("(08/NQ-TW)", "08/NQ-TW", "Nghị quyết"),
        ("công văn 2379/UBND-KT", "2379/UBND-KT", "Công văn"),
        ("gửi 2379/UBND-KT", "2379/UBND-KT", None),
        ("Luật số 80/2015/QH13", "80/2015/QH13", "Luật"),
        ("Nghị quyết 528/2018/UBTVQH14", "528/2018/UBTVQH14", "Nghị quyết"),
        ("Chương trình 02 CTr/ĐUK", "02-CTr/ĐUK", "Chương trình"),
        ("Nghị định số 64/CP", "64/CP", "Nghị định"),
        ("Nghị quyết 36a/NQ-CP", "36a/NQ-CP", "Nghị quyết"),
        ("Thông tri 22-TT/TU", "22-TT/TU", "Thông tri"),
        ("Quy định số 217-QĐ/TW", "217-QĐ/TW", "Quy định"),
        ("số 01/2014/TTLT-BCA-BQP-BNG", "01/2014/TTLT-BCA-BQP-BNG", "Thông tư liên tịch"),
        ("Thông tư 22/2018/TT- BTTTT.", "22/2018/TT-BTTTT", "Thông tư"),
        ("Văn bản số 12/KH - UBND", "12/KH-UBND", "Kế hoạch"),
        ("Nghị quyết (số 18-NQ/TW)", "18-NQ/TW", "Nghị quyết"),
        ("Công văn số 666/PTTH&TTĐT", "666/PTTH&TTĐT", "Công văn"),
        ("Công văn số 1956/STTTT-BCXBTTv/v dịch", "1956/STTTT-BCXBTT", "Công văn"),
    ],
)
def test_state_and_party_forms(text: str, number: str, kind: str | None) -> None:
    assert told(f"Thực hiện {text}")[:2] == (number, kind)


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2011 -2020",
        "bản đồ 1/500, trực 24/7, tỷ số 5-7/B",
        "QCVN 06:2010/BXD và TCVN 7447-1",
        "các đoàn thể CT-XH",
        "ngày 27/3/2018",
        "chuẩn DVB-T2/MPEG4",
        "Hà Nội 2018 - Hợp tác đầu tư",
        "Phần 1 - Lộ trình",
        "lô C10-Khu đô thị, phòng PC47-CATP",
        "1. Kế hoạch UBND 14 phường",
        "2-KH và 3 HĐND",
        "/cMenu0/6/TopMenuId/59/Default",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("công văn số 2372 và 2379-CV/BTCTU", ["2372-CV/BTCTU", "2379-CV/BTCTU"]),
        ("Nghị quyết số 18, 19 và 21-NQ/TW", ["18-NQ/TW", "19-NQ/TW", "21-NQ/TW"]),
        ("Nghị định số 72/2013, 27/2018/NĐ-CP", ["72/2013/NĐ-CP", "27/2018/NĐ-CP"]),
        ("Thông tư 01, 02/2019/TT-BTC", ["01/2019/TT-BTC", "02/2019/TT-BTC"]),
        ("công văn số 178/CVT-GCKM và 208/CVT-GCKM", ["178/CVT-GCKM", "208/CVT-GCKM"]),
        ("Trong năm 2018, 22-KL/TW", ["22-KL/TW"]),
        ("Nghị định 15/2020/NĐ-CP; 16/2020/NĐ-CP", ["15/2020/NĐ-CP", "16/2020/NĐ-CP"]),
        ("theo 30/2020/NĐ-CP - UBND quận", ["30/2020/NĐ-CP"]),
    ],
)
def test_lists(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (", ngày 07/11/2017", date(2017, 11, 7)),
        (" ngày 7-11-2017 của Bộ", date(2017, 11, 7)),
        (" (ngày 05 tháng 3 năm 2020)", date(2020, 3, 5)),
        (" của Bộ Chính trị ngày 1/2/2019", date(2019, 2, 1)),
        (" ban hành ngày 1.2.2019", date(2019, 2, 1)),
        (" ngày 31/3", None),
        (" ngày 31/02/2019", None),
        (" năm 2019", None),
        (". Ngày 1/2/2019", None),
    ],
)
def test_dates_are_as_stated_or_not_there(text: str, day: date | None) -> None:
    assert told(f"Kết luận số 22-KL/TW{text}")[3] == day


def test_a_list_of_days_goes_with_the_list_of_numbers() -> None:
    text = "số 1, 2 và 3-CV/TU ngày 28, 29/2 và 1/3/2016"
    days = [date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1)]
    assert [mention.date for mention in find(text)] == days


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("22-KL/TW của Bộ Chính trị về thủ đô", "Bộ Chính trị"),
        ("1/KH-STTTT của Sở Thông tin và Truyền thông về", "Sở Thông tin và Truyền thông"),
        ("1/KH-UBND của UBND Thành phố và triển khai", "UBND Thành phố"),
        ("1/NQ-CP do Chính phủ ban hành", "Chính phủ"),
        ("749/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("22-KL/TW", None),
        ("1/KH-UBND của quận", None),
    ],
)
def test_issuers_are_as_stated_or_certain(text: str, issuer: str | None) -> None:
    assert told(f"Thực hiện {text}")[2] == issuer


def test_a_number_has_one_key_however_it_is_written() -> None:
    for written in ("22-KL/TW", "22/KL-TW", "022 – kl/tw", "22 KL TW"):
        assert key(written) == "22 KL TW"
    assert key("03-KH/BCĐ") == key("3-kh/bcd")
    assert key("19-NQ/TƯ") == key("19-NQ/TW") != key("19-NQ/TU")
    assert key("***") == ""


def test_one_document_is_told_once_with_all_that_is_known_of_it() -> None:
    found = cited(
        ["Nghị quyết 18-NQ/TW", None, "số 18-NQ/TW ngày 1/2/2019 của Bộ Chính trị", "18/NQ-TW"]
    )
    assert [(m.number, m.type, m.issuer, m.date) for m in found] == [
        ("18-NQ/TW", "Nghị quyết", "Bộ Chính trị", date(2019, 2, 1))
    ]
    other = cited(["số 1-CT/TU ngày 1/2/2019", "số 1-CT/TU ngày 1/2/2020", "số 1-CT/TU"])
    assert [m.date for m in other] == [date(2019, 2, 1), date(2020, 2, 1)]


def test_the_sentence_is_the_one_that_names_it() -> None:
    text = "Họp tại TP. Hà Nội. Ông A. Bình nêu số 22-KL/TW ngày 7.11.2017. Sau đó nghỉ."
    (found,) = find(text)
    assert found.sentence == "Ông A. Bình nêu số 22-KL/TW ngày 7.11.2017."
    (cut,) = find("chữ " * 1000 + "số 22-KL/TW " + "chữ " * 1000)
    assert len(cut.sentence) < 1100
    assert cut.sentence.startswith("…")
    assert cut.sentence.endswith("…")


ODD = st.sampled_from(
    [*"1290 -/,;&.ĐKLTWQCVPUBađ\n", "số ", "và ", "ngày ", "của ", "Kế hoạch ", "2018", "NĐ-CP"]
)


@given(st.lists(ODD, max_size=60).map("".join))
def test_any_text_has_mentions_of_documents_that_it_names(text: str) -> None:
    for mention in find(text):
        assert isinstance(mention, Mention)
        assert key(mention.number) == mention.key != ""
        assert mention.number.partition("-")[0].partition("/")[0] in text


@pytest.mark.parametrize(
    "part", ["1, ", "1-A", "1/KH-", "A", "1/2018/", "số ", "1-KH/TW. ", "số 1-KH/TW của Bộ "]
)
def test_four_times_the_text_takes_no_more_than_its_share(part: str) -> None:
    assert _seconds(part * 4000) < 8 * _seconds(part * 1000) + 0.05


def _seconds(text: str) -> float:
    began = time.process_time()
    list(find(text))
    return time.process_time() - began
