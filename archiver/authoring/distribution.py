"""A distribution: the files of a new plugin, to be installed, tested and changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.authoring.fixtures import EXPECTED, PAGES
from archiver.authoring.workshop import OPTION
from archiver.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archiver.parsing.family import Family

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "archiver-{name}"
version = "0.1.0"
description = "The archiver's parser of {host}"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["archiver"]

[project.optional-dependencies]
test = ["archiver[authoring]"]

[project.entry-points.archiver]
{package} = "{package}"

[tool.hatch.build.targets.wheel]
only-include = ["{package}.py"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "-p archiver.authoring.pytest_plugin"
{option} = "{package}:{class_name}"
"""
MODULE = '''\
"""The archiver's parser of {host}."""

{imports}

class {class_name}({family}):
    """{title}."""

    name = "{name}"
    title = {title_text}
    hosts = ({hosts},){scheme}
{selectors}

@hookimpl
def archiver_register_parsers():
    """Provide the parser."""
    return [{class_name}]
'''
SCRAPY = """\
[settings]
default = archiver.crawling.settings
"""
README = """\
# archiver-{name}

Archives {host}. {recognised}

| file | what |
| --- | --- |
| `{package}.py` | the parser: a name, the hosts, and the selectors in which the site differs |
| `{pages}` | saved pages, as WARC |
| `{expected}` | what the parser is expected to read from each, as JSON |
| `scrapy.cfg` | tells Scrapy in this folder whose settings to take |

```sh
pip install -e ".[test]"                 # the archiver knows the site: archiver sites
archiver plugin try URL                  # what each selector finds on a page
archiver plugin record URL               # save one more page
archiver plugin accept                   # look at what has changed, and agree
archiver plugin check                    # the tests, the contract, and a live look
scrapy crawl {name}
```
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A new plugin before it is written; ``guessed`` are selectors by name."""

    folder: Path
    parser: Family
    signs: tuple[str, ...]
    guessed: Mapping[str, str]

    def write(self) -> None:
        """Write the files. Raises ``SettingsError`` where the folder is not empty."""
        if self.folder.exists() and any(self.folder.iterdir()):
            message = f"{self.folder} is there already and not empty; name another with --name"
            raise SettingsError(message)
        for path in (PAGES, EXPECTED):
            (self.folder / path).mkdir(parents=True, exist_ok=True)
        files = {
            "pyproject.toml": PROJECT,
            f"{self.package}.py": MODULE,
            "README.md": README,
            "scrapy.cfg": SCRAPY,
        }
        for name, template in files.items():
            text = template.format(**self._words())
            (self.folder / name).write_text(text, encoding="utf-8")

    @property
    def package(self) -> str:
        """The name of the module, which is that of the entry point."""
        return f"archiver_{self.parser.name.replace('-', '_')}"

    def _words(self) -> dict[str, str]:
        parser, family = self.parser, type(self.parser).__mro__[1]
        return {
            "name": parser.name,
            "package": self.package,
            "host": parser.hosts[0],
            "class_name": type(parser).__name__,
            "family": family.__name__,
            "title": parser.title.replace('"', "'").replace("\\", ""),
            "title_text": _quoted(parser.title),
            "hosts": ", ".join(map(_quoted, parser.hosts)),
            "scheme": ""
            if parser.scheme == "https"
            else f"\n    scheme = {_quoted(parser.scheme)}",
            "option": OPTION,
            "pages": PAGES,
            "expected": EXPECTED,
            "imports": self._imports(family),
            "selectors": self._selectors(family),
            "recognised": self._recognised(),
        }

    def _imports(self, family: type) -> str:
        first = "from dataclasses import replace\n\n" if self.guessed else ""
        return (
            f"{first}from archiver import hookimpl\n"
            f"from {family.__module__} import {family.__name__}\n"
        )

    def _selectors(self, family: type) -> str:
        if not self.guessed:
            return ""
        lines = (f"        {name}={_quoted(css)},\n" for name, css in self.guessed.items())
        return (
            f"    selectors = replace(\n        {family.__name__}.selectors,\n"
            f"{''.join(lines)}    )\n"
        )

    def _recognised(self) -> str:
        if not self.signs:
            return "No known content system was recognised: the generic parser reads it."
        return f"Its content system is {self.parser.family}, by {'; '.join(self.signs)}."


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
