"""What is exported is opened by the programs that it is for, and says what the archive says."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import duckdb
import feedparser
import jsonschema
import pyarrow.parquet
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as citation_formats
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archiver import SettingsError, SourceError
from archiver.article import Attachment, Image
from archiver.exchange import frame as frames
from archiver.exchange.rows import Row
from archiver.records import History, Observation, Revision
from archiver.testing.desk import AT, DAY, article, desk
from archiver.testing.lives import live
from archiver_storage import exports
from archiver_storage.exports.atom import ENTRIES
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.exchange.formats import Format

SCHEMA = Path(__file__).parents[3] / "docs/reference/revision.schema.json"
HOSTILE = "<b>&amp; {x} \\ % $_^~ #1 | [a](b) * `c` \N{ESCAPE}[31m \x0b ]]> “đủ, dấu”"
LINES = ["- gạch đầu dòng", "1. một", "# không phải mục", "> trích", "+ cộng", "=== ---", "2) hai"]
ATOM = "{http://www.w3.org/2005/Atom}"


def history(key: str = "1", **fields: Any) -> History:
    """Return an article that was seen once."""
    record = article(key, **fields)
    seen = Observation(
        at=AT,
        url=record.url,
        revision=1,
        article_url=record.url,
        published_at=record.published_at,
        section=record.section,
        views=record.views,
    )
    revision = Revision(number=1, at=AT, article=record, parser="toy/1")
    return History(site="toy", key=key, revisions=(revision,), observations=(seen,))


def written(kind: type[Format], articles: Iterable[History]) -> bytes:
    file = BytesIO()
    kind(lambda site: f"Cổng {site}").write(articles, file)
    return file.getvalue()


@pytest.fixture
def lived(tmp_path: Path) -> list[History]:
    with desk(SqlStorage(folder=tmp_path)) as place:
        live(place)
        return list(place.storage.articles())


# --- JSON Lines


def test_lines_come_back_as_what_they_were(lived: list[History]) -> None:
    lines = written(exports.JsonLines, lived)
    read = [history for _, history in exports.JsonLines().read(BytesIO(lines))]
    assert read == lived
    assert written(exports.JsonLines, read) == lines


def test_lines_keep_the_schema_that_is_published(lived: list[History]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema)
    checker.check_schema(schema)
    lines = [json.loads(line) for line in written(exports.JsonLines, lived).splitlines()]
    assert [(line["key"], line["revision"]) for line in lines] == [
        ("1", 1),
        ("1", 2),
        ("2", 1),
        ("3", 1),
    ]
    for line in lines:
        checker.validate(line)
        assert not checker.is_valid(line | {"autor": "?"})
        assert not checker.is_valid({**line, "observations": []})


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(title=TEXT, body=st.lists(TEXT, max_size=3), caption=st.none() | TEXT, key=TEXT)
def test_any_text_comes_back(title: str, body: list[str], caption: str | None, key: str) -> None:
    images = (Image(url="http://toy/a.jpg", caption=caption),)
    told = history(key, title=title, body=tuple(body), images=images)
    ((number, read),) = exports.JsonLines().read(BytesIO(written(exports.JsonLines, [told])))
    assert number == 1
    assert read.revisions[0].article.title == title
    assert read.revisions[0].article.body == tuple(body)
    assert read.revisions[0].article.images == images
    assert read.key == key


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (b'{"format": "archiver revis', "line 3 is cut, or no JSON"),
        (b"{}", "line 3 is no revision: site: Field required"),
        (b"\xff\xfe", "line 3 is cut, or no JSON"),
        (b'{"format": "archiver revision 2"}', "line 3 is no revision: format"),
    ],
)
def test_a_wrong_line_is_named(lived: list[History], wrong: bytes, words: str) -> None:
    lines = written(exports.JsonLines, lived[1:]) + wrong
    with pytest.raises(SourceError, match=words):
        list(exports.JsonLines().read(BytesIO(lines)))


def test_a_time_without_a_zone_is_wrong() -> None:
    line = written(exports.JsonLines, [history()]).replace(b'08:30:00Z"', b'08:30:00"')
    with pytest.raises(SourceError, match=r"line 1 is no revision: at: .*timezone"):
        list(exports.JsonLines().read(BytesIO(line)))


def test_only_lines_can_be_read() -> None:
    with pytest.raises(SettingsError, match="import jsonl"):
        exports.Csv().read(BytesIO())


# --- tables


def test_a_sheet_has_the_rows(lived: list[History]) -> None:
    text = written(exports.Csv, lived).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["title"] for row in rows] == [Row.of(history).title for history in lived]
    assert rows[0]["published_at"] == "2018-03-27T10:14:00+07:00"
    assert json.loads(rows[0]["images"])[0]["caption"] == "Ảnh: toàn cảnh"
    assert rows[0]["body"].splitlines() == list(lived[0].revisions[-1].article.body)
    assert rows[1]["missing_since"] == (AT + DAY).isoformat()


def test_parquet_opens_in_duckdb_with_types(lived: list[History], tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    path.write_bytes(written(exports.Parquet, lived))
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(path))
        types = dict(zip(table.columns, map(str, table.types), strict=True))
        query = "key, year(published_at), len(images), images[1].caption, views"
        rows = table.project(query).order("key").fetchall()
    assert types["published_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["views"] == "BIGINT"
    assert types["keywords"] == "VARCHAR[]"
    assert types["images"] == "STRUCT(url VARCHAR, caption VARCHAR)[]"
    assert rows == [
        ("1", 2018, 2, "Ảnh: toàn cảnh", 1900),
        ("2", 2018, 2, "Ảnh: toàn cảnh", 1729),
        ("3", 2018, 2, "Ảnh: toàn cảnh", 1729),
    ]


def test_parquet_says_what_the_rows_say(lived: list[History]) -> None:
    table = pyarrow.parquet.read_table(BytesIO(written(exports.Parquet, lived)))
    assert table.equals(frames.table(map(Row.of, lived)))
    first = table.to_pylist()[0]
    assert first["last_seen"] == AT + 6 * DAY
    assert first["last_seen"].tzinfo is not None


def test_parquet_of_nothing_has_columns() -> None:
    table = pyarrow.parquet.read_table(BytesIO(written(exports.Parquet, [])))
    assert (table.num_rows, len(table.column_names)) == (0, 27)


# --- the web


def test_news_articles_have_what_schema_org_asks_for(lived: list[History]) -> None:
    graph = json.loads(written(exports.NewsArticle, lived))
    assert graph["@context"] == "https://schema.org"
    for node in graph["@graph"]:
        assert node["@type"] == "NewsArticle"
        assert node["@id"].startswith("urn:uuid:")
        assert {"headline", "datePublished", "image", "author", "publisher", "url"} <= node.keys()
        assert datetime.fromisoformat(node["datePublished"]).tzinfo is not None
        assert all(image["contentUrl"].startswith("http") for image in node["image"])
    first = graph["@graph"][0]
    assert first["interactionStatistic"]["userInteractionCount"] == 1900
    assert first["dateModified"] == (AT + 2 * DAY).isoformat()
    assert "dateModified" not in graph["@graph"][1]


def test_a_feed_is_one_for_those_who_read_feeds(lived: list[History]) -> None:
    hostile = history("9", title=HOSTILE, abstract=None, section=None, byline=None)
    feed = written(exports.Atom, [*lived, hostile])
    read = feedparser.parse(feed)
    assert not read.bozo
    assert read.feed.updated_parsed[:3] == (2024, 5, 3)
    assert [entry.title for entry in read.entries[:1]] == ["Sửa"]
    assert [tag.term for tag in read.entries[0].tags] == ["Tin tức", "changed"]
    assert {entry.author for entry in read.entries} == {"Thu Hà", "Khác", "Cổng toy"}
    rules(ET.fromstring(feed))  # noqa: S314  # our own


def test_a_feed_of_nothing_is_one() -> None:
    feed = written(exports.Atom, [])
    assert not feedparser.parse(feed).bozo
    rules(ET.fromstring(feed))  # noqa: S314  # our own


def test_a_feed_has_the_latest_of_many() -> None:
    many = [history(str(number)) for number in range(ENTRIES + 20)]
    (first,) = many[3].revisions
    many[3] = replace(many[3], revisions=(replace(first, at=datetime(2025, 1, 1, tzinfo=UTC)),))
    read = feedparser.parse(written(exports.Atom, iter(many)))
    assert len(read.entries) == ENTRIES
    assert read.entries[0].title == "Khai mạc hội nghị số 3"


def rules(feed: ET.Element) -> None:
    """Check what RFC 4287 asks for (4.1.1, 4.1.2)."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            (one,) = part.findall(f"{ATOM}{name}")
            assert one.text
        at = part.findtext(f"{ATOM}updated")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", at or "")
    for entry in entries:
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


# --- citations


def test_a_processor_renders_the_citation() -> None:
    told = history(title="Hội nghị & “đủ dấu”", byline="Vũ Đức Bảo")
    items = json.loads(written(exports.Csl, [told]))
    assert items[0]["author"] == [{"literal": "Vũ Đức Bảo"}]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    works = CitationStylesBibliography(style, CiteProcJSON(items), citation_formats.plain)
    works.register(Citation([CitationItem("toy-1")]))
    (entry,) = map(str, works.bibliography())
    assert "Vũ Đức Bảo" in entry
    assert "Hội nghị & “đủ dấu”" in entry
    assert "2018" in entry


def test_ris_is_read_back() -> None:
    told = history(title=HOSTILE.replace("\x0b", ""), byline="Thu Hà, Minh Anh")
    (entry,) = rispy.loads(written(exports.Ris, [told]).decode())
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == ["Thu Hà; Minh Anh"]
    assert entry["year"] == "2018"
    assert entry["urls"] == ["http://toy/1"]
    assert entry["keywords"] == ["hội nghị", "phường"]
    assert entry["secondary_title"] == "Cổng toy"


def test_bibtex_is_read_back() -> None:
    told = [history(title=HOSTILE, byline="Vũ Đức Bảo"), history("http://toy/?a=1&b={2}")]
    library = parse_string(written(exports.BibTex, told).decode())
    assert not library.failed_blocks
    first, second = library.entries
    assert (first.key, second.key) == ("toy-1", "toy-http:-toy-a-1-b-2-")
    assert first["author"] == "{Vũ Đức Bảo}"
    assert first["year"] == "2018"
    assert first["title"].startswith(r"{<b>\&amp; \{x\} \textbackslash{} \% \$\_\textasciicircum{}")
    assert first["title"].count("{") == first["title"].count("}")


# --- to read


def shown(text: bytes) -> str:
    """Return what a reader of Markdown sees, without marks."""
    tokens = MarkdownIt().parse(text.decode())
    inline = (token for token in tokens if token.type == "inline")
    return "\n".join("".join(child.content for child in token.children or ()) for token in inline)


def test_markdown_shows_what_was_said() -> None:
    told = history(title=HOSTILE, body=(*LINES, HOSTILE))
    text = written(exports.Markdown, [told])
    seen = shown(text).splitlines()
    clean = HOSTILE.replace("\N{ESCAPE}", "").replace("\x0b", "")
    assert seen[0] == clean
    assert [line for line in LINES if line not in seen] == []
    assert clean in seen[1:]
    assert "\N{ESCAPE}" not in text.decode()


@settings(max_examples=60)
@given(body=st.text("-+*#_=>.)1 `[]()!<&~|\\aá", min_size=1, max_size=12).map(str.strip))
def test_no_text_is_taken_for_marks(body: str) -> None:
    seen = shown(written(exports.Markdown, [history(body=(f"x {body}", body or "-"))]))
    assert f"x {body}".strip() in seen.splitlines()
    assert (body or "-") in seen.splitlines()


@pytest.mark.parametrize("kind", [exports.Markdown, exports.Plain])
def test_where_it_comes_from_stands_below(kind: type[Format], lived: list[History]) -> None:
    text = written(kind, lived[:1]).decode().replace("\\", "")
    assert "revision 1: read by toy/1, captured 2024-05-01 08:30:00+00:00" in text
    assert "warc/toy.warc.gz at 4000000000, 1234 bytes" in text
    assert "missing: 2024-05-05 08:30+00:00" in text
    assert "restored: 2024-05-07 08:30+00:00" in text
    assert "published: 2018-03-27 10:14+07:00" in text
    attachment = Attachment(url="http://toy/a.pdf", title="Công văn")
    assert attachment.url in text
    assert attachment.title in text
