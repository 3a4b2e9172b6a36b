"""Plugins are found, and every way in which one can be wrong is an error that names it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

import pytest

from archiver.errors import PluginError, SettingsError
from archiver.registry import Registry, choose, load_plugins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SITES = ("bo-de", "longbien", "phuc-loi", "phuong-long-bien", "sotttt", "viet-hung")
PARSER = """
    from archiver import Article, Parser, hookimpl

    class Toy(Parser):
        name = "{site}"
        title = "Toy"
        family = "toy"
        version = 1
        hosts = ("toy.example",)
        def start(self): return []
        def key(self, url): return None
        def links(self, page): return []
        def parse(self, page): raise NotImplementedError

    @hookimpl
    def archiver_register_parsers():
        return [Toy]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lay a distribution with one plugin on the path, as pip would."""

    def install(name: str, code: str, module: str | None = None) -> None:
        folder = tmp_path / f"{name}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        module = module or f"{name}_plugin"
        (folder / "entry_points.txt").write_text(f"[archiver]\n{name} = {module}\n")
        (tmp_path / f"{module}.py").write_text(textwrap.dedent(code))
        monkeypatch.syspath_prepend(tmp_path)

    return install


def registry(*disabled: str) -> Registry:
    return Registry(load_plugins(disabled))


def test_our_own_plugins_come_by_the_same_way() -> None:
    assert tuple(sorted(registry().parsers)) == SITES
    assert registry("archiver_plugins").parsers == {}
    assert {"sql", "jsonl"} <= set(registry().storages)
    assert "warc" in registry().capture_stores
    assert "warc" in registry().sources


def test_a_third_partys_parser_is_found(install: Callable[..., None]) -> None:
    install("toya", PARSER.format(site="toy-a"))
    parser = registry().parser("toy-a")
    assert parser.label == "toy-a/1"
    assert "toy-a" not in registry("toya").parsers


def test_two_entry_points_of_one_name(install: Callable[..., None]) -> None:
    install("archiver_plugins", PARSER.format(site="toy-b"), module="toyb")
    with pytest.raises(PluginError, match=r"two installed distributions.*'archiver_plugins'"):
        registry()


def test_an_import_that_fails(install: Callable[..., None]) -> None:
    install("toyc", "import no_such_module_anywhere")
    with pytest.raises(PluginError, match=r"cannot load the plugin 'toyc'.*no_such_module"):
        registry()
    assert "longbien" in registry("toyc").parsers


def test_a_misspelt_hook(install: Callable[..., None]) -> None:
    code = PARSER.format(site="toy-d").replace("register_parsers", "register_parser")
    install("toyd", code)
    with pytest.raises(PluginError, match=r"'toyd'.*does not exist.*archiver_register_parser"):
        registry()


def test_a_hook_that_raises(install: Callable[..., None]) -> None:
    install("toye", PARSER.format(site="toy-e").replace("[Toy]", "[Toyy]"))
    with pytest.raises(PluginError, match=r"'toye' fails in archiver_register_parsers.*Toyy"):
        _ = registry().parsers


@pytest.mark.parametrize("given", ["[3]", "[Toy()]", "[Article]"])
def test_what_is_no_parser(install: Callable[..., None], given: str) -> None:
    install("toyf", PARSER.format(site="toy-f").replace("[Toy]", given))
    with pytest.raises(PluginError, match="is not a Parser with a name"):
        _ = registry().parsers


def test_two_classes_of_one_name(install: Callable[..., None]) -> None:
    install("toyg", PARSER.format(site="longbien"))
    with pytest.raises(PluginError, match=r"both called 'longbien'"):
        _ = registry().parsers


def test_a_kind_that_is_not_asked_for_does_no_harm(install: Callable[..., None]) -> None:
    install("toyh", PARSER.format(site="toy-h").replace("[Toy]", "[Toyy]"))
    assert "sql" in registry().storages


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(SettingsError, match="no site 'longbein'; did you mean longbien"):
        registry().parser("longbein")
    with pytest.raises(SettingsError, match="archiver sites"):
        registry().parser("zzz")


class Kind:
    name: ClassVar[str] = "kind"


def test_choose_says_what_there_is() -> None:
    assert choose({"kind": Kind}, "kind", "thing") is Kind
    with pytest.raises(SettingsError, match="no thing 'x'; there are kind"):
        choose({"kind": Kind}, "x", "thing")


def test_a_parser_is_found_by_host() -> None:
    parser = registry().parser_for("https://sotttt.hanoi.gov.vn/vi/tin-tuc")
    assert parser is not None
    assert parser.name == "sotttt"
    assert registry().parser_for("https://example.org/") is None
