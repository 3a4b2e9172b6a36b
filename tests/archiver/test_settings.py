"""Settings come from file, environment and command line, in that order, and none is misspelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import SettingsError
from archiver.settings import load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("archiver.toml").write_text(text, encoding="utf-8")


def test_defaults() -> None:
    settings = load()
    assert settings.folder == Path("archive")
    assert settings.contact is None
    assert settings.crawl.delay == 2.0
    assert settings.storage.records == "sql"
    assert settings.storage.options("sql") == {}


def test_the_command_line_wins_over_the_environment_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write('folder = "a"\ncontact = "mailto:a@b.vn"\n[crawl]\ndelay = 1\nretries = 7\ntimeout = 9\n')
    monkeypatch.setenv("ARCHIVER_CRAWL__DELAY", "3")
    monkeypatch.setenv("ARCHIVER_FOLDER", "b")
    settings = load(["crawl.delay=5", "crawl.retries = 8"])
    assert (settings.crawl.delay, settings.crawl.retries, settings.crawl.timeout) == (5, 8, 9)
    assert (settings.folder, settings.contact) == (Path("b"), "mailto:a@b.vn")


def test_variables_may_hold_lists_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_DISABLED_PLUGINS", '["archiver_toy"]')
    monkeypatch.setenv("ARCHIVER_CRAWL__CONNECT", '{"a.vn": "http://127.0.0.1:1"}')
    monkeypatch.setenv("ARCHIVER_STORAGE__SQL__URL", "sqlite:///x.db")
    monkeypatch.setenv("ARCHIVER_CRAWL__ROBOTS", "false")
    settings = load(["crawl.delay=1"])
    assert settings.disabled_plugins == ("archiver_toy",)
    assert settings.crawl.connect == {"a.vn": "http://127.0.0.1:1"}
    assert settings.storage.options("sql") == {"url": "sqlite:///x.db"}
    assert (settings.crawl.robots, settings.crawl.delay) == (False, 1)
    monkeypatch.setenv("ARCHIVER_CRAWL__CONNECT", "{")
    with pytest.raises(SettingsError, match="ARCHIVER_CRAWL__CONNECT is no JSON"):
        load()


def test_a_file_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "khác.toml"
    other.write_text('contact = "https://lưu-trữ.vn"', encoding="utf-8")
    monkeypatch.setenv("ARCHIVER_SETTINGS", str(other))
    assert load().contact == "https://lưu-trữ.vn"
    monkeypatch.setenv("ARCHIVER_SETTINGS", str(tmp_path / "absent.toml"))
    with pytest.raises(SettingsError, match=r"absent\.toml, which is not a file"):
        load()


def test_options_of_a_storage_pass_through() -> None:
    write('[storage.sql]\nurl = "sqlite:///x.db"\n')
    assert load().storage.options("sql") == {"url": "sqlite:///x.db"}
    with pytest.raises(SettingsError, match="give a table"):
        load(["storage.sql=3"]).storage.options("sql")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fodler = 'x'", "there is no setting fodler; did you mean folder"),
        ("[crawl]\ndelya = 1", "no setting crawl.delya; did you mean crawl.delay"),
        ("[crawl]\nxyzzy = 1", "see docs/reference/settings.md"),
        ("[crawl]\ndelay = -1", "setting crawl.delay: input should be greater"),
        ("[crawl\n", "cannot read the settings"),
        ("[crawl]\nconcurrency = 99", "setting crawl.concurrency"),
    ],
)
def test_a_wrong_file(text: str, message: str) -> None:
    write(text)
    with pytest.raises(SettingsError, match=message):
        load()


def test_a_wrong_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_CONTCAT", "x")
    with pytest.raises(SettingsError, match=r"ARCHIVER_CONTCAT is no setting.*ARCHIVER_CONTACT"):
        load()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("crawl.delay", "is not NAME=VALUE"),
        ("crawl.dleay=3", "did you mean crawl.delay"),
        ("folder.x=3", "setting folder"),
    ],
)
def test_a_wrong_override(override: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load([override])


def test_an_override_may_be_any_toml_value() -> None:
    settings = load(['crawl.connect={"a.vn" = "http://127.0.0.1:1"}', "contact=mailto:x@y.vn"])
    assert settings.crawl.connect == {"a.vn": "http://127.0.0.1:1"}
    assert settings.contact == "mailto:x@y.vn"
    assert load(["crawl.robots=false"]).crawl.robots is False


def test_a_password_comes_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql+psycopg://user:s3cret@host/name"
    told = r"storage\.sql\.url has a password .* ARCHIVER_STORAGE__SQL__URL"
    with pytest.raises(SettingsError, match=told) as raised:
        load([f"storage.sql.url={url}"])
    assert "s3cret" not in str(raised.value)
    write(f'[storage.sql]\nurl = "{url}"\n')
    with pytest.raises(SettingsError, match=told):
        load()
    write('contact = "mailto:a@b.vn"')
    monkeypatch.setenv("ARCHIVER_STORAGE__SQL__URL", url)
    assert load().storage.options("sql") == {"url": url}
