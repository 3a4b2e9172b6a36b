"""Looking: a few pages asked as politely as in a crawl, with nothing kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import FormRequest, Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from archiver.crawling import answers
from archiver.crawling.job import KEY, Job, now
from archiver.crawling.reading import page_of
from archiver.crawling.recorder import Recorder
from archiver.crawling.runs.opening import refuse_live, source_at
from archiver.crawling.settings import of_job
from archiver.crawling.walk import Walk
from archiver.errors import ArchiverError, PluginError
from archiver.ledger import LIVE, Task

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from archiver.captures import Capture, Exchange
    from archiver.ledger import Link
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser
    from archiver.registry import Registry
    from archiver.settings import Settings

    Follow = Callable[[Page], Iterable[Link]]


QUIET = {"LOG_ENABLED": False, "LOG_INSTALL_ROOT_HANDLER": False}


@dataclass(slots=True)
class Look:
    """What was seen: the pages in the order in which they came, and why others did not."""

    pages: list[Page] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    failure: Exception | None = None


class Forgetful(Recorder):
    """A recorder for a look, which leaves no trace."""

    def __init__(self) -> None:  # no thread, no storage
        pass

    def keep(self, exchange: Exchange) -> None:
        """Forget an exchange."""

    def note(self, capture: Capture) -> None:
        """Forget a capture."""


class LookSpider(Spider):
    """Asks for the links that it is given, and for what ``follow`` finds on their pages."""

    name: ClassVar[str] = "look"  # type: ignore[misc]  # Scrapy's is an instance variable
    start_links: Iterable[Link] = ()
    follow_page: Follow
    look: Look

    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests of the first links."""
        for link in self.start_links:
            yield self.request(link)

    def request(self, link: Link) -> Request:
        """Return the request of a link; the server may redirect it."""
        options: dict[str, Any] = {
            "callback": self.visit,
            "errback": self.fail,
            "meta": {"task": Task(id=0, link=link), "handle_httpstatus_all": False},
        }
        if link.form:
            return FormRequest(link.url, formdata=link.form, **options)
        return Request(link.url, **options)

    def visit(self, response: Response) -> Iterator[Request]:
        """Keep a page in mind, and go on from there."""
        page = page_of(response)
        self.look.pages.append(page)
        try:
            links = list(self.follow_page(page))
        except Exception as error:  # noqa: BLE001  # told when the look has ended
            self.look.failure = error
            return
        yield from map(self.request, links)

    def fail(self, failure: Failure) -> None:
        """Note why a page did not come."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        error: Any = failure.value
        status = getattr(getattr(error, "response", None), "status", None)
        reason = f"HTTP {status}" if status else answers.of_error(error).reason
        self.look.troubles.append(f"{request.url}: {reason}")


def look(
    parser: Parser,
    links: Iterable[Link],
    follow: Follow,
    *,
    registry: Registry,
    settings: Settings,
    source: str = LIVE,
) -> Look:
    """Ask for pages of the live web, or of a file, and return what came.

    ``follow`` names what is to be asked for besides, page by page. robots.txt, the delay and the
    contact count as in a crawl. Once a process. Raises ``ArchiverError``.
    """
    if source == LIVE:
        refuse_live(parser, settings, now())
    with source_at(registry, source) as opened:
        job = Job(
            parser=parser,
            walk=Walk(source=source),
            settings=settings,
            recorder=Forgetful(),
            source=opened,
        )
        seen = Look()
        process = AsyncCrawlerProcess(_settings(job))
        process.crawl(_spider(links, follow, seen))
        process.start()
    if isinstance(seen.failure, ArchiverError):
        raise seen.failure
    if seen.failure is not None:
        message = f"{parser.label} fails on {seen.pages[-1].url}: {seen.failure!r}"
        raise PluginError(message) from seen.failure
    return seen


def _spider(links: Iterable[Link], follow: Follow, seen: Look) -> type[LookSpider]:
    body = {"start_links": tuple(links), "follow_page": staticmethod(follow), "look": seen}
    return type("LookOnce", (LookSpider,), body)


def _settings(job: Job) -> ScrapySettings:
    settings = ScrapySettings()
    settings.setmodule("archiver.crawling.settings", priority="project")
    own = {name: value for name, value in of_job(job).items() if name != "SCHEDULER"}
    settings.setdict(own | QUIET | {KEY: job}, priority="cmdline")
    return settings
