"""The workshop: an author's folder, with the parser in it and the pages that were saved."""

from __future__ import annotations

import importlib
import sys
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import settings as archiver_settings
from archiver.authoring.fixtures import PAGES
from archiver.errors import PluginError, SettingsError, SourceError
from archiver.parsing.parser import Parser
from archiver.registry import Registry, choose, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.captures import CaptureStore, Source
    from archiver.settings import Settings

OPTION = "archiver_parser"
"""Name of the option of pytest that names the parser: ``archiver_foo:Foo``."""


@dataclass(frozen=True)
class Workshop:
    """The folder of a plugin that is being written."""

    folder: Path
    settings: Settings

    @cached_property
    def registry(self) -> Registry:
        """What the installed plugins provide."""
        return Registry(load_plugins(self.settings.disabled_plugins))

    @cached_property
    def parser(self) -> Parser:
        """The parser in the folder. Raises ``SettingsError`` and ``PluginError``."""
        return load_parser(self.folder, self._named())

    @property
    def is_there(self) -> bool:
        """Whether the folder holds a plugin made by the kit."""
        return bool(_option(self.folder))

    @property
    def captures(self) -> CaptureStore:
        """The storage of saved pages, not yet opened."""
        return self.registry.captures(archiver_settings.load(), self.folder / PAGES)

    @contextmanager
    def pages(self) -> Iterator[Source]:
        """Open the saved pages. Raises ``SourceError`` where there are none."""
        address = str(self.folder / PAGES)
        kind = choose(self.registry.sources, "warc", "source")
        if not Path(address).is_dir():
            message = f"{self.folder} has no saved pages; `archiver plugin record URL` saves some"
            raise SourceError(message)
        source = kind.open(address)
        try:
            yield source
        finally:
            source.close()

    def _named(self) -> str:
        named = _option(self.folder)
        if named:
            return named
        message = (
            f"{self.folder} holds no plugin made by `archiver plugin new`: its pyproject.toml has "
            f"no {OPTION} under [tool.pytest.ini_options]"
        )
        raise SettingsError(message)


def load_parser(folder: Path, named: str) -> Parser:
    """Return the parser that ``module:Class`` names, out of a folder. Raises ``PluginError``."""
    module, _, name = named.partition(":")
    if str(folder.resolve()) not in sys.path:
        sys.path.insert(0, str(folder.resolve()))
    try:
        cls = getattr(importlib.import_module(module), name)
        parser = cls()
    except Exception as error:
        message = f"cannot load the parser {named} of {folder}: {error!r}"
        raise PluginError(message) from error
    if isinstance(parser, Parser):
        return parser
    message = f"{named} of {folder} is no Parser"
    raise PluginError(message)


def _option(folder: Path) -> str:
    path = folder / "pyproject.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return ""
    options = data.get("tool", {}).get("pytest", {}).get("ini_options", {})
    return str(options.get(OPTION, ""))
