"""The pytest plugin: of every page that an author saved, one test a field and the contract.

A distribution made by `archiver plugin new` names it in its ``pyproject.toml``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from archiver import settings as archiver_settings
from archiver.authoring import contract, fields
from archiver.authoring.fixtures import EXPECTED, Expected, page_of
from archiver.authoring.telling import told
from archiver.authoring.workshop import OPTION, Workshop, load_parser
from archiver.errors import ArchiverError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the option that names the parser."""
    parser.addini(OPTION, "the parser that saved pages are read by: module:Class")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the tests of an expected record."""
    named = parent.config.getini(OPTION)
    if file_path.suffix == ".json" and named and file_path.parent.match(f"*/{EXPECTED}"):
        return ExpectedFile.from_parent(parent, path=file_path)
    return None


class ExpectedFile(pytest.File):
    """The tests of one saved page."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one test a field, and one a part of the contract."""
        folder = self.path.parents[2]
        parser = load_parser(folder, self.config.getini(OPTION))
        expected = Expected.of(self.path)
        page = _page(folder, self.path)
        for name in fields.names_of(page, parser):
            ask = partial(complaints, expected, name)
            yield PageTest.from_parent(self, name=name, check=ask, parser=parser, page=page)
        for check in contract.CHECKS:
            yield PageTest.from_parent(
                self, name=check.__name__, check=check, parser=parser, page=page
            )


class PageTest(pytest.Item):
    """One question to a parser about one page; it fails with every complaint."""

    def __init__(
        self,
        *,
        check: Callable[[Parser, Page], Iterator[str]],
        parser: Parser,
        page: Page,
        **kwargs: Any,  # noqa: ANN401  # pytest's own
    ) -> None:
        super().__init__(**kwargs)
        self._check, self._parser, self._page = check, parser, page

    def runtest(self) -> None:
        """Ask, on a page that nobody has read before."""
        found = list(self._check(self._parser, replace(self._page)))
        if found:
            raise Differs("\n".join(found))

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401  # pytest's own
        """Show complaints without a traceback through the kit."""
        if isinstance(excinfo.value, Differs):
            return f"{self._page.url}\n{self.name}:\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say where the test is from."""
        return self.path, None, self.name


class Differs(AssertionError):
    """A page is read otherwise than expected."""


def complaints(expected: Expected, name: str, parser: Parser, page: Page) -> Iterator[str]:
    """Yield how a field differs, at the time of the capture."""
    if expected.fields is None:
        yield "nobody has accepted this page yet: look at it, then `archiver plugin accept`"
        return
    got = _read(page, parser).get(name)
    want = expected.fields.get(name)
    if got != want:
        yield from told(want, got)


@lru_cache(1)
def _read(page: Page, parser: Parser) -> fields.Fields:
    """Read a page once for all its fields, at the time of its capture."""
    with contract.frozen(page.captured_at):
        return fields.read(page, parser)


@cache
def _page(folder: Path, path: Path) -> Page:
    workshop = Workshop(folder, archiver_settings.load())
    try:
        with workshop.pages() as source:
            return page_of(Expected.of(path), source)
    except ArchiverError as error:
        raise pytest.UsageError(str(error)) from error
