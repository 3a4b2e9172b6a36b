"""Writes the reference pages that are made from code: `make docs`. A test holds them equal."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from archiver import (
    Article,
    Attachment,
    Family,
    Image,
    Link,
    Page,
    Parser,
    Selectors,
    hookspecs,
)
from archiver.cli import app
from archiver.crawling.runs.verdict import EXIT_CODES, WRONG_USE
from archiver.ledger import Verdict
from archiver.registry import Registry, load_plugins
from archiver.settings import (
    PREFIX,
    ArchivesSettings,
    CrawlSettings,
    LifecycleSettings,
    RevisitSettings,
    Settings,
    SiteSettings,
    StorageSettings,
    TlsSettings,
)
from archiver_storage.exports.line import Line
from archiver_storage.sql.asking import reference as schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFERENCE = Path(__file__).parent / "reference"
TABLES = ("crawl", "sites", "archives", "revisit", "lifecycle", "storage")
"""Settings that are tables of their own."""
MADE = "<!-- Made by docs/render.py; change the code and run `make docs`. -->\n\n"


def settings() -> str:
    """Return the page of settings."""
    return "\n".join(
        [
            "# Settings\n",
            "Every setting can stand in `archiver.toml` in the current folder (or the file that",
            f"`{PREFIX}SETTINGS` names), in the environment, or on the command line; the later",
            "wins. A name that is no setting is an error that names the nearest one.\n",
            "| where | how |",
            "| --- | --- |",
            "| file | `[crawl]`, then `delay = 5` |",
            f"| environment | `{PREFIX}CRAWL__DELAY=5` |",
            "| `scrapy crawl`, `archiver` | `-s crawl.delay=5` |",
            "",
            *_table(
                "", Settings, skip=("crawl", "sites", "archives", "revisit", "lifecycle", "storage")
            ),
            *_table("crawl.", CrawlSettings),
            "What is special about one site stands under its name, such as",
            "`[sites.longbien.tls]`; see [security](../explanation/security.md).\n",
            *_table("sites.NAME.", SiteSettings, skip=("tls",)),
            *_table("sites.NAME.tls.", TlsSettings),
            *_table("archives.", ArchivesSettings),
            *_table("revisit.", RevisitSettings),
            *_table("lifecycle.", LifecycleSettings),
            *_table("storage.", StorageSettings),
            "A storage's own options stand in a table of its name, such as `[storage.sql]`; see",
            "[the database](schema.md) and [WARC files](../explanation/evidence.md).\n",
        ]
    )


def hooks() -> str:
    """Return the page of hooks."""
    lines = [
        "# Hooks\n",
        "A plugin is a module that an entry point in the group `archiver` names, with functions",
        "marked `@hookimpl` (`from archiver import hookimpl`). They take no arguments and return",
        "an explicit list of classes. Our own plugins come by the same way.\n",
    ]
    for name in sorted(vars(hookspecs)):
        if name.startswith("archiver_"):
            hook = getattr(hookspecs, name)
            lines += [
                f"## `{name}`\n",
                f"{hook.__doc__}\n",
                f"Returns `{hook.__annotations__['return']}`.\n",
            ]
    return "\n".join(lines)


def commands() -> str:
    """Return the page of commands."""
    group: Any = get_command(app)
    context = typer.Context(group)
    lines = [
        "# Commands\n",
        "Data goes to stdout, everything else to stderr. `--json` prints one object a line.\n",
        "## `scrapy crawl SITE`\n",
        "Crawls a site into the archive. Run it in a folder with a `scrapy.cfg` whose `default`",
        "is `archiver.crawling.settings`, or set `SCRAPY_SETTINGS_MODULE` to that.\n",
        "| argument (`-a NAME=VALUE`) | meaning |",
        "| --- | --- |",
        "| `sections` | only these sections, by slug as in the addresses: `tin-tuc,thong-bao` |",
        "| `since`, `until` | only articles that lists date from and to these days: `2018-03-27` |",
        "| `limit` | at most so many articles; the rest is left for a later run |",
        "| `source` | a WARC, a WACZ, a folder; `wayback`, `commoncrawl`, `pywb:URL` |",
        "| `from`, `to` | of a web archive, only captures from and to these days: `2014` |",
        "| `full` | `yes`: ask for every list page and every article, due or not |",
        "| `dry` | `yes`: crawl, say what would be found, keep nothing |\n",
        "`-s crawl.delay=5` sets [a setting](settings.md); names in capitals are Scrapy's.",
        "`-o records.jsonl` writes the records to a file as well.\n",
        *_exit_codes(),
    ]
    for name, command in sorted(_commands(group, "archiver")):
        lines += [f"## `{name}`\n", *_command(command, context)]
    return "\n".join(lines)


def lines() -> str:
    """Return the JSON Schema of a line that is exported."""
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Line.model_json_schema()
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _commands(group: Any, words: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # typer's
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


def _exit_codes() -> Iterator[str]:
    yield "| exit code | meaning |"
    yield "| --- | --- |"
    words = {code: verdict.value for verdict, code in EXIT_CODES.items()} | {
        WRONG_USE: "wrong use: an argument, a setting or a plugin is to be mended",
        EXIT_CODES[Verdict.LOSS]: f"{Verdict.LOSS.value}, or the site is not as it was",
    }
    for code, meaning in sorted(words.items()):
        yield f"| {code} | {meaning} |"
    yield ""


def _command(command: Any, context: Any) -> Iterator[str]:  # noqa: ANN401  # typer's click
    yield f"{command.help}\n"
    yield "| option | meaning |"
    yield "| --- | --- |"
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            yield f"| `{record[0].strip()}` | {record[1]} |"
    yield ""


def _table(prefix: str, model: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: ANN401
    yield "| setting | default | meaning |\n| --- | --- | --- |"
    for name, field in model.model_fields.items():
        if name not in skip:
            default = field.get_default(call_default_factory=True)
            yield f"| `{prefix}{name}` | {_toml(default)} | {field.description} |"
    yield ""


def _toml(value: object) -> str:
    return "not set" if value is None else f"`{json.dumps(value, default=str)}`"


def classes() -> str:
    """Return the page of the classes that a plugin is made of."""
    lines = [
        "# Classes for plugins\n",
        "Made from the docstrings. All but the families come from `archiver`; a family is imported",
        "from its module. A name in *slanted* letters is set by every site or family.\n",
    ]
    for cls in (Parser, Family, Selectors, Page, Link, Article, Image, Attachment):
        lines += [f"## `archiver.{cls.__name__}`\n", *_class(cls)]
    lines.append("## Families\n")
    for family in Registry(load_plugins()).families:
        lines += [f"### {family.family}\n", f"`{family.__module__}.{family.__name__}`\n"]
        lines += [f"{inspect.getdoc(family)}\n"]
        if family.signs:
            lines.append(f"Recognised by {'; '.join(family.signs.values())}.\n")
    return "\n".join(lines)


def _class(cls: type) -> Iterator[str]:
    yield f"{inspect.getdoc(cls)}\n"
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    rows = [*_attributes(tree), *_methods(tree)]
    if rows:
        yield from ("| name | what |", "| --- | --- |", *rows, "")


def _attributes(tree: Any) -> Iterator[str]:  # noqa: ANN401  # a class as ast has it
    """Yield the attributes that a docstring follows."""
    for node, after in pairwise(tree.body):
        text = getattr(getattr(after, "value", None), "value", None)
        if isinstance(node, ast.AnnAssign) and isinstance(text, str):
            name = ast.unparse(node.target)
            name = f"`{name}`" if node.value else f"*`{name}`*"
            yield f"| {name} | {_cell(text)} |"


def _methods(tree: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    for node in tree.body:
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if text and not node.name.startswith("_"):
            arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
            yield f"| `{node.name}({arguments})` | {_cell(text)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("``", "`").replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "hooks.md": hooks,
    "classes.md": classes,
    "commands.md": commands,
    "schema.md": schema.page,
    "revision.schema.json": lines,
}


def page(name: str) -> str:
    """Return what a page is to say; JSON has no place for a remark."""
    return PAGES[name]() if name.endswith(".json") else MADE + PAGES[name]()


def main() -> None:
    """Write every page."""
    for name in PAGES:
        (REFERENCE / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
