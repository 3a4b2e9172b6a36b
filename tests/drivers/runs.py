"""Whole runs in processes of their own, as an archivist starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.registry import Registry, load_plugins
from archiver.settings import load
from drivers import warm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archiver.article import Article
    from archiver.ledger import Outcome, Run
    from archiver.records import History
    from archiver.storage import Storage
    from portal.server import Portal

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample"
COMMUNES = ROOT / "tests/communes"
"""A distribution with a site on each of the communes' systems."""
CONTACT = "mailto:tests@example.org"
FAST = {"crawl.delay": 0, "crawl.patience": 0.05, "crawl.timeout": 10, "contact": CONTACT}
"""Settings for a portal on the loopback, which nobody needs to be polite to."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to crawl from: its archive, and the settings that every run in it has.

    ``plugins`` is a folder with a distribution that is not installed here.
    """

    folder: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    plugins: Path | None = None

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", *words]

    def crawl_command(self, site: str, *options: str, **arguments: object) -> list[str]:
        given = [f"{name}={value}" for name, value in arguments.items()]
        spider = [part for argument in given for part in ("-a", argument)]
        settings = [part for override in self.overrides for part in ("-s", override)]
        return self.command("scrapy", "crawl", site, *spider, *settings, *options)

    def crawl(
        self, site: str, *options: str, expect: int | None = 0, **arguments: object
    ) -> subprocess.CompletedProcess[str]:
        """Crawl and wait; fail the test where the exit code is another than expected."""
        done = self.run(self.crawl_command(site, *options, **arguments))
        assert expect is None or done.returncode == expect, done.stderr
        return done

    def ask(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run `archiver` with these words; ``given`` is its input."""
        return self.run(self.command("archiver", *words), given)

    def run(self, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        _, _, *words = command
        return warm.start(words, self.folder, self.environ, given).wait()

    def begin(self, *words: str) -> warm.Fork:
        """Begin one of the tests' own modules, in a fork."""
        return warm.start(list(words), self.folder, self.environ | {"PYTHONPATH": str(warm.TESTS)})

    def start(self, command: list[str]) -> subprocess.Popen[str]:
        """Begin a command that the test will end."""
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def environ(self) -> dict[str, str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("ARCHIVER_")}
        path = {"PYTHONPATH": str(self.plugins)} if self.plugins else {}
        return environ | path | {"SCRAPY_SETTINGS_MODULE": "archiver.crawling.settings"}

    @property
    def overrides(self) -> list[str]:
        """The settings as a command line has them."""
        settings = {"folder": str(self.archive)} | dict(self.settings)
        return [f"{name}={_toml(value)}" for name, value in settings.items()]

    @contextmanager
    def records(self) -> Iterator[Storage]:
        """Open the archive's records for reading."""
        registry = Registry(load_plugins())
        with closing(registry.storage(load(self.overrides), self.archive)) as opened:
            opened.open(create=False)
            yield opened

    def last_run(self) -> Run:
        with self.records() as records:
            return records.runs(limit=1)[0]

    def outcomes(self) -> dict[Outcome, int]:
        """Return how the URLs of the last run ended; its sum must be right."""
        run = self.last_run()
        assert run.balanced
        return {outcome: count for outcome, count in run.outcomes.items() if count}

    def histories(self, site: str, keys: Iterable[str]) -> dict[str, History]:
        """Return what the archive knows of these articles."""
        with self.records() as records:
            found = {key: records.find(key, site) for key in keys}
        return {key: histories[0] for key, histories in found.items() if histories}

    def articles(self, site: str, keys: Iterable[str]) -> dict[str, Article]:
        """Return the latest wording of these articles."""
        histories = self.histories(site, keys)
        return {key: history.revisions[-1].article for key, history in histories.items()}


def bench(folder: Path, portal: Portal | None = None, **settings: object) -> Bench:
    """Return a folder to crawl from; of a portal on the loopback, fast."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    if portal is None:
        return Bench(folder, named)
    return Bench(folder, FAST | {"crawl.connect": portal.connect} | named)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return json.dumps(value)
