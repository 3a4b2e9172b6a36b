"""The database is lost, and made anew from the captures alone: the same articles stand there."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from archiver import Archive
from archiver.crawling.again.rebuild import Rebuild
from archiver.decisions.log import Decision, Kind, note
from archiver.errors import SourceError, StorageError
from archiver.ledger import Verdict
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings, StorageSettings
from archiver.testing.desk import AT
from archiver.testing.dumping import dump
from drivers.runs import SAMPLE, Bench, bench
from drivers.warm import TESTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archiver.crawling.again.rebuild import Rebuilt
    from archiver.testing.dumping import Dump
    from drivers.postgresql import Databases

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

NIGHTS, SEED = 14, 116
"""The last four nights come on top; by this chance the portal sees everything."""
DATABASE = "archive.db"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let an archive look at a portal for many nights, and give its folder."""
    folder = tmp_path_factory.mktemp("lived")
    command = [sys.executable, "-m", "lives.year", str(folder), str(folder / "diary")]
    environ = bench(folder).environ | {"PYTHONPATH": str(TESTS)}
    subprocess.run([*command, str(NIGHTS), str(SEED)], env=environ, check=True)
    return folder / "archive"


@pytest.fixture
def archive(lived: Path, tmp_path: Path) -> Path:
    """Give a copy that a test may spoil."""
    return shutil.copytree(lived, tmp_path / "archive")


def rebuild(folder: Path, tell: Callable[[str], None] = lambda _: None, **sql: str) -> Rebuilt:
    storage = StorageSettings.model_validate({"sql": sql})
    settings = Settings(folder=folder, storage=storage)
    return Rebuild(settings, Registry(load_plugins()), tell).run()


def derivable(dumped: Dump) -> dict[str, list[dict[str, Any]]]:
    """Leave out what each run was told and how each address ended in it."""
    told = {"attempts", "outcomes", "open"}
    urls = [{k: v for k, v in url.items() if k not in told} for url in dumped["url"]]
    return {"article": dumped["article"], "url": urls}


def test_the_sample_archive_is_made_again(tmp_path: Path) -> None:
    place = bench(tmp_path)
    for site in ("longbien", "phuc-loi"):
        place.crawl(site, source=SAMPLE / f"{site}.warc.gz")
    before = dump(place.archive)
    (place.archive / DATABASE).unlink()
    done = place.ask("rebuild", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["notes"], told["kept"]) == ([], None)
    after = dump(place.archive)
    assert after["article"] == before["article"]
    assert after["url"] == before["url"]
    assert [run["outcomes"] for run in after["run"]] == [run["outcomes"] for run in before["run"]]


def test_many_nights_are_told_again(archive: Path, tmp_path: Path) -> None:
    before = dump(archive)
    assert sum(len(article["revisions"]) - 1 for article in before["article"]) >= 3
    seen = [o for article in before["article"] for o in article["observations"]]
    assert {"present", "unchanged", "absent"} == {o["presence"] for o in seen}
    done = Bench(tmp_path).ask("rebuild", "-s", f"folder={archive}")
    assert done.returncode == 0, done.stderr
    assert derivable(dump(archive)) == derivable(before)
    old = archive / f"{DATABASE}.before-rebuild"
    assert str(old) in done.stdout
    old.rename(archive / DATABASE)
    assert dump(archive) == before


def test_what_persons_decided_is_decided_again(archive: Path) -> None:
    with Archive(archive) as kept:
        one, two, *_ = [f"{article.site}/{article.key}" for article in kept.articles()]
        kept.take_down(one, reason="a name")
        kept.unlink(two, _another(kept, two), reason="another year")
        kept.lift(one)
        kept.take_down(one, reason="a name, again")
        decided = kept.takedowns(), kept.partings()
    before = dump(archive)
    rebuild(archive)
    with Archive(archive) as kept:
        assert (kept.takedowns(), kept.partings()) == decided
        assert [one.lifted_at is None for one in kept.takedowns()] == [True, False]
    assert derivable(dump(archive)) == derivable(before)


def test_a_decision_on_what_is_not_there_any_more_is_named(archive: Path) -> None:
    lost = Decision(kind=Kind.TAKEDOWN, article=("longbien", "0"), at=AT, reason="a name")
    note(archive, lost)
    (told,) = rebuild(archive).notes
    assert told.startswith("longbien/0 is not there any more")


def _another(kept: Archive, name: str) -> str:
    names = (f"{article.site}/{article.key}" for article in kept.articles())
    return next(other for other in names if other != name)


def test_captures_validators_and_dates_are_the_same(archive: Path) -> None:
    rebuild(archive)
    kept = ("capture", "record_id"), ("article", "key"), ("url_section", "section")
    new, old = archive / DATABASE, archive / f"{DATABASE}.before-rebuild"
    for table, order in kept:
        columns = [c for c in _columns(old, table) if not c.endswith("id") or c == "record_id"]
        query = f"SELECT {', '.join(map(_quoted, columns))} FROM {table} ORDER BY {order}"  # noqa: S608  # our own
        assert _ask(new, query) == _ask(old, query)
    asked = "SELECT url, form, etag, last_modified FROM url ORDER BY url, form"
    assert _ask(new, asked) == _ask(old, asked)


@pytest.mark.parametrize("after", [0, 1, 9])
def test_an_interrupted_rebuild_goes_on(archive: Path, after: int) -> None:
    before, lines = dump(archive), 0

    def stop(_: str) -> None:
        nonlocal lines
        lines += 1
        if lines > after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(archive, stop)
    assert dump(archive) == before
    assert (archive / f"{DATABASE}.rebuilt").exists()
    (run,) = rebuild(archive).runs
    assert (run.verdict, run.balanced) == (Verdict.WELL, True)
    assert derivable(dump(archive)) == derivable(before)
    assert not (archive / f"{DATABASE}.rebuilt").exists()


def test_earlier_databases_are_never_written_over(archive: Path) -> None:
    kept = [rebuild(archive).kept for _ in range(3)]
    ends = ["", "2", "3"]
    assert kept == [str(archive / f"{DATABASE}.before-rebuild{end}") for end in ends]


def test_a_torn_file_is_told(archive: Path) -> None:
    file = sorted((archive / "warc").iterdir())[3]
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size - 100)
    rebuilt = rebuild(archive)
    assert rebuilt.runs[0].verdict is Verdict.LOSS
    (note,) = rebuilt.notes
    assert f"warc/{file.name} is cut" in note


def test_a_revisit_whose_original_is_lost_is_kept_as_a_failure(archive: Path) -> None:
    before = len(dump(archive)["article"])
    min((archive / "warc").iterdir()).unlink()
    rebuilt = rebuild(archive)
    assert rebuilt.runs[0].balanced
    assert len(dump(archive)["article"]) <= before


def test_nothing_is_begun_without_the_sources(tmp_path: Path) -> None:
    source = tmp_path / "here.warc.gz"
    shutil.copy(SAMPLE / "longbien.warc.gz", source)
    place = bench(tmp_path)
    place.crawl("longbien", source="here.warc.gz", limit=3)
    before = dump(place.archive)
    source.unlink()
    with pytest.raises(SourceError, match=r"here\.warc\.gz is not there"):
        rebuild(place.archive)
    assert dump(place.archive) == before


def test_nothing_is_rebuilt_from_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing in"):
        rebuild(tmp_path)


def test_a_server_gives_an_empty_database(archive: Path, postgresql: Databases) -> None:
    url = postgresql.url(archive)
    rebuilt = rebuild(archive, url=url)
    assert (rebuilt.runs[0].verdict, rebuilt.kept) == (Verdict.WELL, None)
    settings = Settings(
        folder=archive, storage=StorageSettings.model_validate({"sql": {"url": url}})
    )
    with Registry(load_plugins()).storage(settings, archive) as storage:
        assert derivable(dump(storage)) == derivable(dump(archive))
        plan = rebuilt.runs[0].plan
        storage.start_run(type(plan)(site=plan.site), rebuilt.runs[0].started_at)
    with pytest.raises(StorageError, match="holds an archive already"):
        rebuild(archive, url=url)


def _columns(database: Path, table: str) -> list[str]:
    return [row[1] for row in _ask(database, f"PRAGMA table_info({table})")]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _ask(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()
