"""Searching on both databases: what is found, in which order, and that nothing goes wrong."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archiver import Image, Selection, SettingsError
from archiver.article import Attachment
from archiver.search.keys import words
from archiver.testing.desk import AT, DAY, article, desk, news, visit
from archiver_plugins.hanoi import Sotttt
from archiver_storage.sql.fulltext import search
from drivers.both import Kind, kind
from drivers.postgresql import Databases
from examples.gold import pages
from examples.real import needs_data
from examples.seed import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver import Article
    from archiver.search.results import Hit, Results
    from archiver.testing.desk import Desk
    from archiver_storage.sql import SqlStorage

__all__ = ["kind"]

EXAMPLES = int(os.environ.get("SEARCH_EXAMPLES", "2000"))
"""Queries that are made up."""
BARE: dict[str, Any] = {"abstract": None, "images": (), "byline": None, "attachments": ()}


def told(key: str, *body: str, title: str = "Tin", **fields: Any) -> Article:
    return article(key, title=title, body=body, **(BARE | fields))


def put(place: Desk, *records: Article) -> None:
    for one in records:
        place.read(news(one.key), one)


def search_in(storage: SqlStorage, words: str, limit: int = 20, **more: Any) -> Results:
    newest = more.pop("newest", False)
    return storage.catalogue().search(Selection.of(words=words, **more), limit, newest=newest)


def keys(storage: SqlStorage, words: str, **more: Any) -> list[str]:
    return [hit.key for hit in search_in(storage, words, **more).hits]


def shown(hit: Hit) -> str:
    return "".join(f"[{piece}]" if found else piece for piece, found in hit.snippet.pieces())


@pytest.fixture
def place(kind: Kind, tmp_path: Path) -> Iterator[Desk]:
    """Open an empty archive."""
    with desk(kind.storage(tmp_path)) as opened:
        yield opened


# --- what is found


@pytest.fixture
def names(place: Desk) -> SqlStorage:
    put(
        place,
        told("name", "Đồng chí Vũ Đức Bảo, Trưởng Ban Tổ chức Thành uỷ, nêu Kết luận số 22-KL/TW."),
        told("plain", "Vu Duc Bao viết không dấu."),
        told("apart", "Bảo vệ đức độ, vũ khí đang cất; Kế hoạch 03 – KH/BCĐ."),
        told("peace", "Tại tỉnh Hoà Bình, Đảng bộ họp."),
        told("decree", "Theo Nghị định 30/2020/NĐ-CP, số 22 ở đường KL và TW."),
    )
    return place.storage  # type: ignore[return-value]  # both kinds are SQL


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("vu duc bao", ["name", "plain", "apart"]),
        ("Vũ Đức Bảo", ["name", "apart"]),
        ('"vu duc bao"', ["name", "plain"]),
        ("đảng", ["peace"]),
        ("dang", ["apart", "peace"]),
        ("22-kl/tw", ["name"]),
        ("22 - KL / TW", ["name"]),
        ("22 kl tw", ["name", "decree"]),
        ("03-KH/BCD", ["apart"]),
        ("30/2020/nđ-cp", ["decree"]),
        ("NĐ-CP", ["decree"]),
        ("hoà bình", ["peace"]),
        ("hòa bình", ["peace"]),
        ("hoa binh -dang", []),
        ("vu -plain -viết", ["name", "apart"]),
        ("vu -'khí'", ["name", "plain"]),
        ("Thành ủy", ["name"]),
        (unicodedata.normalize("NFD", "hòa bình"), ["peace"]),
        (unicodedata.normalize("NFD", "Vũ Đức Bảo"), ["name", "apart"]),
    ],
)
def test_what_a_query_finds(names: SqlStorage, asked: str, found: list[str]) -> None:
    assert sorted(keys(names, asked)) == sorted(found)
    selected = names.catalogue().select(Selection(words=asked))
    assert [history.key for history in selected] == sorted(found)


def test_what_is_shown_is_what_was_written(names: SqlStorage) -> None:
    (first, _) = search_in(names, "Vũ Đức Bảo").hits
    assert "Đồng chí [Vũ Đức Bảo], Trưởng" in shown(first)
    assert shown(search_in(names, "22-kl/tw").hits[0]).endswith("số [22-KL/TW].")
    assert "[Hoà Bình]" in shown(search_in(names, "hòa bình").hits[0])
    assert (first.site, first.url, first.section) == ("toy", "http://toy/name", "Tin tức")


def test_nothing_with_these_accents_is_found_without_them(names: SqlStorage) -> None:
    found = search_in(names, "vũ đức bạo")
    assert found.folded
    assert found.total == 3
    assert not search_in(names, "không có gì hết").folded
    assert not search_in(names, "vũ đức bảo").folded


def test_every_part_of_a_page_is_searched(place: Desk) -> None:
    words = ("nhan", "tomtat", "doanvan", "chuthich", "tacgia", "tep")
    whole = article(
        "1",
        title=words[0],
        abstract=words[1],
        body=("x", words[2]),
        images=(Image(url="http://toy/a.jpg"), Image(url="http://toy/b.jpg", caption=words[3])),
        byline=words[4],
        attachments=(Attachment(url="http://toy/a.pdf", title=words[5]),),
    )
    put(place, whole)
    assert [keys(place.storage, word) for word in words] == [["1"]] * len(words)  # type: ignore[arg-type]
    assert keys(place.storage, '"nhan tomtat"') == []  # type: ignore[arg-type]


def test_without_a_word_there_is_a_message(place: Desk) -> None:
    with pytest.raises(SettingsError, match="no word to look for"):
        search_in(place.storage, "-x")  # type: ignore[arg-type]


# --- the latest wording


def test_only_the_latest_wording_is_found(place: Desk) -> None:
    storage: Any = place.storage
    put(place, told("1", "cũ càng"), told("2", "cũ càng", title="Khác"))
    place.read(news("1"), told("1", "mới mẻ"), at=AT + DAY)
    assert keys(storage, "càng") == ["2"]
    assert keys(storage, "mới") == ["1"]
    place.read(news("1"), told("1", "xưa"), at=AT - DAY)
    assert keys(storage, "xưa") == []
    place.read(news("1"), told("1", "mới mẻ", byline="Thu Hà"), at=AT + 2 * DAY)
    assert keys(storage, "thu hà") == ["1"]
    place.read(news("1"), told("1", "cũ càng"), at=AT + 3 * DAY)
    assert sorted(keys(storage, "càng")) == ["1", "2"]
    assert keys(storage, "thu hà") == []


def test_a_batch_of_several_wordings_leaves_the_last(place: Desk) -> None:
    task = place.take(news("1"))
    places = [visit(task, AT + n * DAY, article=told("1", word)) for n, word in enumerate("abc")]
    place.save(*places)
    assert [keys(place.storage, word) for word in "abc"] == [[], [], ["1"]]  # type: ignore[arg-type]


def test_the_index_made_anew_finds_the_same(kind: Kind, tmp_path: Path) -> None:
    with desk(kind.storage(tmp_path)) as place:
        put(place, told("1", "hội nghị"), told("2", "hội thảo"))
        place.read(news("1"), told("1", "hội trường"), at=AT + DAY)
        place.finish()
    storage = kind.storage(tmp_path)
    assert storage.reindex() == 2
    storage.open(create=False)
    assert [keys(storage, word) for word in ("nghị", "thảo", "trường")] == [[], ["2"], ["1"]]
    storage.close()


def test_an_archive_of_the_first_version_can_be_searched(kind: Kind, tmp_path: Path) -> None:
    kind.put_first(tmp_path)
    with kind.storage(tmp_path) as storage:
        assert len(list(storage.articles())) == 4
        found = search_in(storage, "khai mac hoi nghi")
        assert found.total == 4
        assert keys(storage, "sửa") == ["1"]
        assert keys(storage, "công văn") == keys(storage, "cong van")


# --- order, copies, selections


def test_words_that_stand_together_come_first_then_the_newest(place: Desk) -> None:
    published = article().published_at
    assert published is not None
    days = [published + timedelta(days=n) for n in range(4)]
    put(
        place,
        told("apart", "ủy viên của ban thường vụ", published_at=days[3]),
        told("old", "uỷ ban họp", published_at=days[0]),
        told("title", "họp", title="Ủy ban", published_at=days[1]),
        told("new", "uỷ ban ngay", published_at=days[2]),
    )
    storage: Any = place.storage
    assert keys(storage, "ủy ban") == ["title", "new", "old", "apart"]
    assert keys(storage, "ủy ban", newest=True) == ["apart", "new", "title", "old"]
    assert keys(storage, "ủy ban", limit=2) == ["title", "new"]


def test_copies_are_one_line(place: Desk) -> None:
    storage: Any = place.storage
    published = article().published_at
    assert published is not None
    same = {"abstract": "Giống nhau."}
    put(
        place,
        told("late", "Hội nghị", published_at=published + DAY, **same),
        told("first", "Hội nghị", published_at=published, **same),
        told("other", "Hội nghị khác"),
    )
    found = search_in(storage, "hội nghị")
    assert found.total == 3
    copies = {hit.key: hit.copies for hit in found.hits}
    assert copies == {"first": (("toy", "late"),), "other": ()}


def test_a_selection_is_kept_to(place: Desk) -> None:
    storage: Any = place.storage
    published = article().published_at
    assert published is not None
    late = published + 400 * DAY
    photo = (Image(url="http://toy/a.jpg", caption="Ảnh"),)
    put(
        place,
        told("1", "họp", images=photo),
        told("2", "họp", published_at=late, title="Khác"),
        told("3", "họp", published_at=None, title="Ba"),
    )
    place.read(news("2"), told("2", "họp mới", published_at=late), at=AT + DAY)
    assert keys(storage, "họp", since="2019") == ["2"]
    assert sorted(keys(storage, "họp", until="2018-03")) == ["1"]
    assert keys(storage, "họp", has_photo=True) == ["1"]
    assert keys(storage, "họp", changed=True) == ["2"]
    assert keys(storage, "họp", site="another") == []
    assert sorted(keys(storage, "họp", section="tin-tuc", site="toy")) == ["1", "2", "3"]
    assert keys(storage, "họp", newest=True) == ["2", "1", "3"]


def test_of_very_many_the_ones_that_fit_best_are_found(
    place: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNTED", 20)
    monkeypatch.setattr(search, "RANKED", 5)
    storage: Any = place.storage
    put(place, told("best", "vũ đức bảo"), told("pair", "đức bảo, chị vũ"))
    put(place, *(told(str(n), f"bảo {n} đức {n} vũ {n}") for n in range(40)))
    found = search_in(storage, "vũ đức bảo", limit=2)
    assert (found.total, found.more) == (20, True)
    assert [hit.key for hit in found.hits] == ["best", "pair"]
    assert len(keys(storage, "vu duc bao", limit=2, newest=True)) == 2


def test_postgresql_plans_each_search_for_its_own_words(
    postgresql: Databases, tmp_path: Path
) -> None:
    """A plan for any words reads every article where a rare word needs an index."""
    storage = Kind(postgresql).storage(tmp_path)
    with desk(storage) as place:
        put(place, told("1", "hội nghị"), told("2", "hội thảo"))
        place.finish()
    storage.open(create=False)
    catalogue: Any = storage.catalogue()
    with closing(storage), catalogue.database.transaction() as connection:
        for _ in range(20):
            assert keys(storage, "hội thảo") == ["2"]
        generic = "SELECT max(custom_plans), max(generic_plans) FROM pg_prepared_statements"
        custom, of_any = connection.exec_driver_sql(generic).one()
    assert custom > 5
    assert of_any == 0


# --- documents


def test_a_document_lists_who_cites_it(place: Desk) -> None:
    storage: Any = place.storage
    published = article().published_at
    assert published is not None
    put(
        place,
        told("late", "Theo số 22/KL-TW, ngày 7/11/2017.", published_at=published + DAY),
        told("early", "Kết luận 22-KL/TW ngày 07/11/2017 của Bộ Chính trị về đô thị. Hết."),
        told("term", "Kết luận số 22-KL/TW ngày 1/2/2022", title="Nhiệm kỳ khác"),
        told("undated", "Kết luận số 22 – KL/TW", title="Không ngày"),
        told("none", "Không nêu gì", title="Không"),
    )
    found = storage.catalogue().document("22-kl/tw", Selection())
    years = [told.date.year if told.date else None for told in found]
    assert years == [2017, 2022, None]
    first = found[0]
    assert (first.number, first.type, first.issuer) == ("22-KL/TW", "Kết luận", "Bộ Chính trị")
    assert [cited.key for cited in first.citations] == ["early", "late"]
    assert first.citations[0].sentence.endswith("về đô thị.")
    assert storage.catalogue().document("22-KL/TW", Selection(site="another")) == []
    assert storage.catalogue().document("", Selection()) == []


def test_a_number_that_a_list_leaves_out_is_found(place: Desk) -> None:
    storage: Any = place.storage
    put(place, told("1", "công văn số 2372 và 2379-CV/BTCTU, ngày 13 và 14/3/2018"))
    assert keys(storage, "2372-CV/BTCTU") == keys(storage, "2379-CV/BTCTU") == ["1"]
    (one,) = storage.catalogue().document("2372-CV/BTCTU", Selection())
    assert str(one.date) == "2018-03-13"
    place.read(news("1"), told("1", "công văn số 2379-CV/BTCTU"), at=AT + DAY)
    assert keys(storage, "2372-CV/BTCTU") == []
    assert keys(storage, "2379-CV/BTCTU") == ["1"]
    assert storage.catalogue().document("2372-CV/BTCTU", Selection()) == []


# --- odd texts


ODD = (
    "a_b c",
    "İstanbul ẞ ﬁ",
    "x\u0303y e\u0301\u0302",
    "từ" * 3000,
    "１２ Ⅻ ½ ²",
    "\u200bkhông\u200bthấy",
    "ᧀ 𞤀 𠀀",
    "o'clock \\ ' \" :* & | ! <->",
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_found_by_their_own_words(place: Desk, text: str) -> None:
    put(place, told("1", text, "hết"))
    for word in words(text):
        if word != "ᧀ":  # which is no letter to SQLite
            assert keys(place.storage, word) == ["1"], word  # type: ignore[arg-type]
    assert keys(place.storage, "hết") == ["1"]  # type: ignore[arg-type]


def test_a_very_long_text_is_kept_and_found(place: Desk) -> None:
    storage: Any = place.storage
    long = " ".join(f"từ{number:055x}" for number in range(20_000))
    put(place, told("1", "đầu tiên", long, "cuối"))
    assert keys(storage, "đầu") == keys(storage, '"đầu tiên"') == ["1"]


def test_a_nul_in_a_text_harms_nothing(place: Desk) -> None:
    put(place, told("1", "trước\0sau"))
    place.read(news("1"), told("1", "trước\0 giữa"), at=AT + DAY)
    assert keys(place.storage, "trước") == ["1"]  # type: ignore[arg-type]
    assert keys(place.storage, "sau") == []  # type: ignore[arg-type]


# --- any query


PIECES = st.sampled_from(
    [
        *("vũ", "vu", "Đức", "duc", "bảo", "Bao", "22-KL/TW", "kl", "hoà", "hòa", "bình", "đảng"),
        *(
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "*",
            '"',
            "-",
            "(",
            ")",
            ":",
            "^",
            "+",
            "{title}:",
            "'",
            "\\",
        ),
        *("<->", "&", "|", "!", "\0", "%", "_", "\u0301", "ộ", "Ð", "🙂", "…", "½", "title:", "\n"),
    ]
)
QUERIES = st.one_of(
    st.text(max_size=30),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=9).map(
        lambda parts: "".join(piece + space for piece, space in parts)
    ),
)


@pytest.fixture(scope="module")
def twins(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server: Any
) -> Iterator[list[SqlStorage]]:
    """Open two archives of the same articles, one of each kind."""
    databases = Databases(postgresql_server)
    folder = tmp_path_factory.mktemp("twins")
    texts = ("Vũ Đức Bảo nêu 22-KL/TW", "vu duc bao", "bảo vệ đức vũ", "hoà bình", "title AND NEAR")
    opened = []
    for one in (Kind(), Kind(databases)):
        storage = one.storage(folder)
        with desk(storage) as place:
            put(place, *(told(str(n), text) for n, text in enumerate(texts)))
        storage.open(create=False)
        opened.append(storage)
    yield opened
    for storage in opened:
        storage.close()
    databases.drop()


def answer(storage: SqlStorage, asked: str) -> Results | str:
    """Return what is found, or the message."""
    try:
        return search_in(storage, asked)
    except SettingsError as error:
        return str(error)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(asked=QUERIES)
def test_any_query_finds_the_same_on_both_or_has_a_message(
    twins: list[SqlStorage], asked: str
) -> None:
    one, other = (answer(storage, asked) for storage in twins)
    assert one == other
    assert not isinstance(one, str) or "\n" not in one


# --- for people who write SQL, on SQLite


def test_a_person_can_ask_the_index_itself(tmp_path: Path) -> None:
    with desk(Kind().storage(tmp_path)) as place:
        put(place, told("1", "Đồng chí Vũ Đức Bảo", "nêu 22-KL/TW", byline="Thu Hà"))
    query = (
        "SELECT key, snippet(article_fts, -1, '[', ']', '…', 9) FROM article_fts "
        "JOIN article ON article.id = article_fts.rowid WHERE article_fts MATCH ?"
    )
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        for asked in ('"vũ đức bảo"', '"vu duc bao"'):
            (row,) = connection.execute(query, (asked,))
            assert row == ("1", "Đồng chí [Vũ Đức Bảo]\nnêu 22-KL/TW…")
        (row,) = connection.execute(query, ('"22 kl tw" AND "thu ha"',))
        assert "[22-KL/TW]" in row[1]
        connection.execute("INSERT INTO article_fts(article_fts) VALUES ('integrity-check')")


LETTERS = st.sampled_from([*"aăâđêơư HOÀÍỳỹ019_-/.,:\n", "\u0301", "\u0302", "\u0328", "\u200b"])


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=4))
def test_words_stand_in_the_same_places_as_their_keys(texts: list[str]) -> None:
    """FTS5 cuts the original text, which its functions show, where we cut it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 0')"
        )
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
        connection.executemany("INSERT INTO t VALUES (?)", [(text,) for text in texts])
        counted = dict(connection.execute("SELECT doc, count(*) FROM v GROUP BY doc"))
    assert [counted.get(n, 0) for n in range(1, len(texts) + 1)] == [len(words(t)) for t in texts]


# --- the real texts


@pytest.fixture(scope="module")
def real_records() -> list[Article]:
    """Return some articles of the real portal."""
    parser, found = Sotttt(), {}
    for page in pages():
        key = parser.key(page.url)
        if key and key not in found:
            found[key] = parser.parse(page)
            if len(found) == 60:
                break
    return list(found.values())


@needs_data
def test_the_seed_is_found_in_a_real_archive(place: Desk, real_records: list[Article]) -> None:
    storage: Any = place.storage
    put(place, record(), *real_records)
    for asked in ("vu duc bao", "Vũ Đức Bảo", "22-kl/tw", "2379-CV/BTCTU", "11-NQ/TW đô thị"):
        assert keys(storage, asked)[0] == "1083028", asked
    (paper,) = storage.catalogue().document("22-KL/TW", Selection(site="longbien"))
    assert [cited.key for cited in paper.citations] == ["1083028"]
    found = search_in(storage, "vu duc bao").hits[0]
    assert "[Vũ Đức Bảo] - UVBTV" in shown(found)
    assert search_in(storage, "đảng").total < search_in(storage, "dang").total
    for hit in search_in(storage, "đảng", limit=500).hits:
        assert any("đảng" in piece.lower() for piece, mark in hit.snippet.pieces() if mark) or any(
            mark for _, mark in hit.title.pieces()
        )
