"""`archiver search` and `archiver document`: for people, for pipes and for programs."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from typer.testing import CliRunner

from archiver import Archive, SettingsError
from archiver.cli import app
from archiver.cli.words.hits import Found
from archiver.errors import NotInArchive
from archiver.testing.desk import article, desk, news
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with desk(SqlStorage(folder=tmp_path)) as place:
        bodies = ("Vũ Đức Bảo \x1b[31mnêu số 22-KL/TW, ngày 7/11/2017.", "bảo vệ, đức, vũ [khí]")
        for key, body in enumerate(bodies, start=1):
            place.read(news(str(key)), article(str(key), body=(body,)))
        place.finish()
    return tmp_path


def ask(archive: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*words, "-s", f"folder={archive}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_what_was_found_stands_in_brackets_in_a_pipe(archive: Path) -> None:
    code, text, remarks = ask(archive, "search", "vu", "duc", "bao")
    lines = text.splitlines()
    assert (code, remarks) == (0, "")
    assert lines[0] == "Khai mạc hội nghị số 1"
    assert lines[1] == "  2018-03-27 10:14  toy  1  Tin tức"
    assert "[Vũ Đức Bảo] [31mnêu số" in lines[2]
    assert "\x1b" not in text


def test_what_was_found_is_coloured_in_a_terminal(archive: Path) -> None:
    with Archive(archive) as opened:
        results = opened.search("vũ đức bảo", limit=1)
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, color_system="standard", width=200)
    console.print(Found(results))
    assert "\x1b[1;33mVũ Đức Bảo\x1b[0m" in screen.getvalue()


def test_programs_get_a_line_a_hit(archive: Path) -> None:
    _, text, _ = ask(archive, "search", "22-kl/tw", "--json")
    (hit,) = map(json.loads, text.splitlines())
    assert (hit["site"], hit["key"], hit["url"]) == ("toy", "1", "http://toy/1")
    ((begin, end),) = hit["snippet"]["marks"]
    assert hit["snippet"]["text"][begin:end] == "22-KL/TW"


def test_remarks_go_to_stderr(archive: Path) -> None:
    _, text, remarks = ask(archive, "search", "vũ đức bạo", "--json", "-n", "1")
    assert len(text.splitlines()) == 1
    assert remarks == "nothing has these accents; these are without them\n1 of 2 articles\n"


def test_filters_are_kept_to(archive: Path) -> None:
    assert ask(archive, "search", "bảo", "--until", "2018-03", "--site", "toy")[0] == 0
    with pytest.raises(NotInArchive, match="nothing was found for bảo"):
        ask(archive, "search", "bảo", "--since", "2019", "--newest")


def test_a_query_without_a_word_is_wrong_use(archive: Path) -> None:
    with pytest.raises(SettingsError, match="no word to look for"):
        ask(archive, "search", "***")


def test_a_document_s_articles(archive: Path) -> None:
    _, text, _ = ask(archive, "document", "22/KL-TW")
    assert text.splitlines()[0] == "22-KL/TW  Kết luận  2017-11-07  1 article"
    assert "nêu số 22-KL/TW, ngày 7/11/2017." in text
    (told,) = map(json.loads, ask(archive, "document", "22-KL/TW", "--json")[1].splitlines())
    assert told["citations"][0]["key"] == "1"
    with pytest.raises(NotInArchive, match="no article cites 23-KL/TW"):
        ask(archive, "document", "23-KL/TW")


def test_the_index_can_be_made_anew(archive: Path) -> None:
    assert ask(archive, "reindex")[1] == "2 articles are indexed.\n"
    assert ask(archive, "search", "vu duc bao")[0] == 0


def test_records_without_an_index_say_so(tmp_path: Path) -> None:
    with desk(JsonLinesStorage(folder=tmp_path)):
        pass
    for words in (("search", "a"), ("document", "22-KL/TW"), ("reindex",)):
        with pytest.raises(Exception, match=r"keep (them|records) in sql"):
            ask(tmp_path, *words, "-s", "storage.records=jsonl")
