"""A crawl from its command line to its exit code."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from scrapy import signals

from archiver import settings as archiver_settings
from archiver.crawling.job import KEY, Job, now
from archiver.crawling.loader import site_spider
from archiver.crawling.runs import remainder
from archiver.crawling.runs.opening import opened
from archiver.crawling.runs.progress import progress
from archiver.crawling.runs.summary import summary
from archiver.crawling.runs.verdict import EXIT_CODES, judge, left_because
from archiver.crawling.settings import of_job
from archiver.crawling.walk import Walk
from archiver.errors import ArchiverError, SettingsError
from archiver.health import judging
from archiver.ledger import Verdict
from archiver.registry import Registry, load_plugins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from scrapy.crawler import (
        AsyncCrawlerProcess,
        AsyncCrawlerRunner,
        Crawler,
        CrawlerRunnerBase,
    )

    from archiver.health.findings import Checkup
    from archiver.ledger import Run


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl of one site; ``arguments`` are those of ``-a``, ``overrides`` the settings'."""

    site: str
    arguments: Mapping[str, str]
    overrides: list[str]
    console: Console = field(default_factory=lambda: Console(stderr=True))
    clock: Callable[[], datetime] = now

    def run(self, process: AsyncCrawlerProcess) -> int:
        """Crawl, say how it went, and return the exit code. Raises ``ArchiverError``."""
        with self._opened() as (registry, job):
            crawler = _crawler(process, registry, job)
            began = monotonic()
            with progress(job, self.console), _ending(crawler) as reasons:
                task = process.crawl(crawler)
                process.start()
            if task.done() and not task.cancelled():
                task.result()
            run = self._end(job, reasons, monotonic() - began)
        return _exit_code(job, run)

    async def run_in(self, runner: AsyncCrawlerRunner) -> int:
        """Do the same in an event loop that runs already, such as one crawl after another."""
        with self._opened() as (registry, job):
            crawler = _crawler(runner, registry, job)
            began = monotonic()
            with progress(job, self.console), _ending(crawler) as reasons:
                await runner.crawl(crawler)
            run = self._end(job, reasons, monotonic() - began)
        return _exit_code(job, run)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Registry, Job]]:
        settings = archiver_settings.load(self.overrides)
        registry = Registry(load_plugins(settings.disabled_plugins))
        walk = Walk.of(self.arguments)
        with opened(registry, self.site, walk, self.arguments, settings, self.clock) as job:
            yield registry, job

    def _end(self, job: Job, reasons: list[str], seconds: float) -> Run:
        run, checkup = _finish(job, reasons[0] if reasons else None)
        summary(self.console, job, run, seconds, checkup)
        return run


def _crawler(runner: CrawlerRunnerBase, registry: Registry, job: Job) -> Crawler:
    crawler = runner.create_crawler(site_spider(registry, type(job.parser)))
    crawler.settings.setdict(of_job(job), priority="spider")
    crawler.settings.set(KEY, job, priority="cmdline")
    return crawler


@contextmanager
def _ending(crawler: Crawler) -> Iterator[list[str]]:
    reasons: list[str] = []

    def note(reason: str) -> None:
        reasons.append(reason)

    crawler.signals.connect(note, signal=signals.spider_closed)
    yield reasons


def _finish(job: Job, ended: str | None) -> tuple[Run, Checkup | None]:
    """End the run in the ledger. What cannot be written is the next run's to take up."""
    recorder = job.recorder
    storage, begun = recorder.storage, recorder.run
    try:
        recorder.rest()
        job.trouble = job.trouble or recorder.trouble
        if job.holdings is not None and ended == "finished" and job.trouble is None:
            recorder.call(lambda: remainder.settle(job))
        counted = recorder.call(lambda: storage.counts(begun))
        checkup = recorder.call(lambda: _examine(job, begun, ended))
        verdict = judge(job, ended, counted.outcomes, checkup)
        run = recorder.call(lambda: _write(job, begun, verdict, checkup))
        if not run.balanced:
            run = recorder.call(lambda: _write(job, begun, Verdict.LOSS, checkup))
    except ArchiverError as error:
        raise job.trouble or error from error
    return run, checkup


def _examine(job: Job, run: Run, ended: str | None) -> Checkup | None:
    """Judge the site, where the run asked it and came to its end."""
    if not job.live or job.walk.dry or job.trouble is not None or ended in {None, "shutdown"}:
        return None
    chart = job.recorder.storage.chart(job.parser.name)
    asked = bool(chart.nights) and chart.nights[-1].run == run.id
    return judging.judge(chart) if asked else None


def _write(job: Job, run: Run, verdict: Verdict, checkup: Checkup | None) -> Run:
    later, storage = left_because(job, verdict), job.recorder.storage
    findings = None if checkup is None else [finding.name for finding in checkup.findings]
    return storage.finish_run(run, verdict, job.clock(), later=later, findings=findings)


def _exit_code(job: Job, run: Run) -> int:
    if job.trouble is not None:
        raise job.trouble
    unknown = sorted(job.walk.sections - job.sections_seen)
    if unknown and not run.resumed and run.verdict is not Verdict.INTERRUPTED:
        raise _no_section(job, unknown[0])
    return EXIT_CODES[run.verdict or Verdict.FAILED]


def _no_section(job: Job, slug: str) -> SettingsError:
    near = difflib.get_close_matches(slug, job.sections_seen, n=3, cutoff=0.4)
    seen = ", ".join(near or sorted(job.sections_seen)[:10]) or "none"
    return SettingsError(f"no page of {job.parser.name} names a section {slug!r}; seen were {seen}")
