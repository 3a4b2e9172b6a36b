"""The registry: what the installed plugins provide, by kind and name."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pluggy

from archiver import hookspecs
from archiver.captures import CaptureStore, Source
from archiver.errors import PluginError, SettingsError
from archiver.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from importlib.metadata import EntryPoint
    from pathlib import Path

    from scrapy import Spider

    from archiver.exchange.formats import Format, Pages
    from archiver.parsing.family import Family
    from archiver.parsing.parser import Parser
    from archiver.settings import Settings
    from archiver.webarchives.webarchive import WebArchive

GROUP = "archiver"
T = TypeVar("T")


def load_plugins(disabled: Iterable[str] = ()) -> pluggy.PluginManager:
    """Load the plugins of every installed distribution, but for the entry points ``disabled``.

    Raises ``PluginError``, which names the plugin, for two entry points of one name, an import
    that fails, and a function that looks like a hook and is none.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    for point in _entry_points(set(disabled)):
        _load(manager, point)
    _refuse_unknown_hooks(manager)
    return manager


def _entry_points(disabled: set[str]) -> list[EntryPoint]:
    points = entry_points(group=GROUP)
    names = Counter(point.name for point in points)
    doubles = sorted(name for name, count in names.items() if count > 1)
    if doubles:
        message = (
            f"two installed distributions have a plugin called {doubles[0]!r}; "
            "uninstall one, or ask its author to rename the entry point"
        )
        raise PluginError(message)
    return sorted((p for p in points if p.name not in disabled), key=lambda point: point.name)


def _load(manager: pluggy.PluginManager, point: EntryPoint) -> None:
    try:
        manager.register(point.load(), point.name)
    except Exception as error:
        message = (
            f"cannot load the plugin {point.name!r}: {error!r}; "
            f'mend it, or disable it with disabled_plugins = ["{point.name}"]'
        )
        raise PluginError(message) from error


def _refuse_unknown_hooks(manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        name = manager.get_name(error.plugin) or repr(error.plugin)
        message = f"the plugin {name!r} implements a hook that does not exist: {error}"
        raise PluginError(message) from error


@dataclass(frozen=True)
class Registry:
    """Every class that plugins provide, by name; plugins are asked for a kind when it is needed.

    Raises ``PluginError`` then, for wrong classes and two of one name.
    """

    manager: pluggy.PluginManager

    @cached_property
    def parsers(self) -> Mapping[str, type[Parser]]:
        """The parsers, by the name of their site."""
        from archiver.parsing.parser import Parser  # noqa: PLC0415  # not to ask an archive

        return _by_name(_provided(self.manager, "archiver_register_parsers"), Parser)

    @cached_property
    def families(self) -> Sequence[type[Family]]:
        """The families, in the order of the names of their systems."""
        from archiver.parsing.family import Family  # noqa: PLC0415  # not to ask an archive

        provided = _provided(self.manager, "archiver_register_families")
        wrong = next((cls for cls in provided if not _is(cls, Family)), None)
        if wrong is not None:
            message = f"{wrong!r} is not a Family; its plugin must return one"
            raise PluginError(message)
        return sorted(provided, key=lambda family: family.family)

    @cached_property
    def spiders(self) -> Mapping[str, type[Spider]]:
        """The spiders."""
        return _by_name(_provided(self.manager, "archiver_register_spiders"), object)

    @cached_property
    def storages(self) -> Mapping[str, type[Storage]]:
        """The storages of records."""
        return _by_name(_provided(self.manager, "archiver_register_storages"), Storage)

    @cached_property
    def capture_stores(self) -> Mapping[str, type[CaptureStore]]:
        """The storages of captures."""
        return _by_name(_provided(self.manager, "archiver_register_capture_stores"), CaptureStore)

    @cached_property
    def sources(self) -> Mapping[str, type[Source]]:
        """The sources."""
        return _by_name(_provided(self.manager, "archiver_register_sources"), Source)

    @cached_property
    def web_archives(self) -> Mapping[str, type[WebArchive]]:
        """The web archives."""
        from archiver.webarchives.webarchive import WebArchive  # noqa: PLC0415  # not to ask an archive

        return _by_name(_provided(self.manager, "archiver_register_web_archives"), WebArchive)

    @cached_property
    def formats(self) -> Mapping[str, type[Format]]:
        """The formats of exports."""
        from archiver.exchange.formats import Format  # noqa: PLC0415  # not to crawl

        return _by_name(_provided(self.manager, "archiver_register_formats"), Format)

    def parser(self, site: str) -> Parser:
        """Return the parser of a site. Raises ``SettingsError`` with the nearest name."""
        return choose(self.parsers, site, "site", "`archiver sites` lists them")()

    def web_archive(self, address: str, settings: Settings) -> WebArchive | None:
        """Return the web archive at an address, ``None`` where it is none's."""
        kinds = (kind for _, kind in sorted(self.web_archives.items()) if kind.opens(address))
        kind = next(kinds, None)
        return kind(address, settings.archives) if kind else None

    def parser_for(self, url: str, on: date | None = None) -> Parser | None:
        """Return the first parser, by name, one of whose hosts the URL has (on a day)."""
        host = url.partition("://")[2].partition("/")[0].lower()
        host = host.removesuffix(":443" if url.lower().startswith("https:") else ":80")
        owners = (cls for _, cls in sorted(self.parsers.items()) if host in cls.hosts)
        return next((cls() for cls in owners if on is None or _is_valid(cls, on)), None)

    def format(self, name: str, pages: Pages | None = None) -> Format:
        """Return a format. Raises ``SettingsError`` with the nearest name."""
        return choose(self.formats, name, "format")(self._portal, pages)

    def _portal(self, site: str) -> str:
        parser = self.parsers.get(site)
        return parser.title if parser else site

    def storage(self, settings: Settings, folder: Path) -> Storage:
        """Return the storage of records that the settings name, not yet opened."""
        kind = choose(self.storages, settings.storage.records, "storage of records")
        return cast("Storage", _configured(kind, settings, folder))

    def captures(self, settings: Settings, folder: Path) -> CaptureStore:
        """Return the storage of captures that the settings name, not yet opened."""
        kind = choose(self.capture_stores, settings.storage.captures, "storage of captures")
        return cast("CaptureStore", _configured(kind, settings, folder))


def _is_valid(parser: type[Parser], on: date) -> bool:
    begins, ends = parser.valid_from, parser.valid_until
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def choose(classes: Mapping[str, T], name: str, kind: str, hint: str = "") -> T:
    """Return the class called ``name``. Raises ``SettingsError`` with the nearest name."""
    if name in classes:
        return classes[name]
    near = difflib.get_close_matches(name, classes, n=1, cutoff=0.5)
    known = f"there are {', '.join(sorted(classes)) or 'none'}"
    advice = f"did you mean {near[0]}?" if near else hint or known
    message = f"there is no {kind} {name!r}; {advice}"
    raise SettingsError(message)


def _configured(kind: type[Any], settings: Settings, folder: Path) -> object:
    try:
        return kind(folder=folder, **settings.storage.options(kind.name))
    except TypeError as error:
        message = f"an option in [storage.{kind.name}] is wrong: {error}"
        raise SettingsError(message) from error


def _provided(manager: pluggy.PluginManager, hook: str) -> list[type]:
    classes: list[type] = []
    for implementation in getattr(manager.hook, hook).get_hookimpls():
        try:
            classes.extend(implementation.function())
        except Exception as error:
            message = f"the plugin {implementation.plugin_name!r} fails in {hook}: {error!r}"
            raise PluginError(message) from error
    return classes


def _is(cls: object, base: type) -> bool:
    return isinstance(cls, type) and issubclass(cls, base)


def _by_name(classes: Iterable[Any], base: Any) -> dict[str, Any]:  # noqa: ANN401  # an ABC
    named: dict[str, Any] = {}
    for cls in classes:
        name = getattr(cls, "name", None)
        if not _is(cls, base) or not isinstance(name, str):
            message = f"{cls!r} is not a {base.__name__} with a name; its plugin must return one"
            raise PluginError(message)
        other = named.setdefault(name, cls)
        if other is not cls:
            message = (
                f"{other.__module__}.{other.__qualname__} and {cls.__module__}.{cls.__qualname__} "
                f"are both called {name!r}; rename one or disable its plugin"
            )
            raise PluginError(message)
    return named
