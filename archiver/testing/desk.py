"""A desk to test a storage at: a run, and short words for what happens in it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from archiver.article import Article, Attachment, Image
from archiver.captures import Capture
from archiver.ledger import Kind, Link, Outcome, Plan, Verdict, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archiver.ledger import Run, Settled, Task
    from archiver.records import History
    from archiver.storage import Storage

SITE = "toy"
AT = datetime(2024, 5, 1, 8, 30, tzinfo=UTC)
"""When a test's run begins and its captures are made, unless it says otherwise."""
DAY = timedelta(days=1)
PLAN = Plan(site=SITE, source="toy.warc.gz", arguments={"sections": "tin-tuc"})


def list_page(number: int = 1, **fields: Any) -> Link:  # noqa: ANN401  # a link's fields
    """Return the link to a list page."""
    return Link(url=f"http://toy/list?page={number}", kind=Kind.LIST, page=number, **fields)


def news(key: str, section: str | None = "tin-tuc", **fields: Any) -> Link:  # noqa: ANN401
    """Return the link to an article in a section."""
    url = f"http://toy/{section}/{key}"
    return replace(Link(url=url, kind=Kind.ARTICLE, key=key, section=section), **fields)


def article(key: str = "1", **fields: Any) -> Article:  # noqa: ANN401  # an article's fields
    """Return a record in which every field says something."""
    told: dict[str, Any] = {
        "title": f"Khai mạc hội nghị số {key}",
        "section": "Tin tức",
        "published_at": datetime(2018, 3, 27, 10, 14, tzinfo=timezone(timedelta(hours=7))),
        "published_raw": "27/03/2018 10:14",
        "abstract": f"Tóm tắt của bài {key}.",
        "body": ("Đoạn thứ nhất.", f"Đoạn thứ hai của bài {key}: “đủ dấu”."),
        "images": (
            Image(url="http://toy/a.jpg", caption="Ảnh: toàn cảnh"),
            Image(url="http://toy/b.jpg"),
        ),
        "byline": "Thu Hà",
        "attachments": (Attachment(url="http://toy/a.pdf", title="Công văn"),),
        "keywords": ("hội nghị", "phường"),
        "language": "vi",
        "views": 1729,
    }
    named = {"site": SITE, "key": key, "url": f"http://toy/{key}"}
    return Article(**named | told | fields)


@dataclass(slots=True)
class Desk:
    """An open storage and a run in it."""

    storage: Storage
    run: Run
    tasks: dict[str, Task] = field(default_factory=dict)
    """Tasks that were taken, by address."""

    def add(self, *links: Link) -> int:
        """Put links into the ledger."""
        return self.storage.add(self.run, links)

    def lease(
        self, count: int = 100, *, at: datetime = AT, once: bool = False, due_only: bool = False
    ) -> list[Task]:
        """Lease tasks."""
        return self.storage.lease(self.run, count, at, once=once, due_only=due_only)

    def leased(self, *, once: bool = False) -> list[str]:
        """Lease all that there is; return the addresses."""
        return [task.link.url for task in self.lease(once=once)]

    def take(self, link: Link) -> Task:
        """Return the task of a link, leased with all others; one can be visited again."""
        self.add(link)
        self.tasks.update({task.link.url: task for task in self.lease()})
        return self.tasks[link.url]

    def save(self, *visits: Visit) -> list[Settled]:
        """Save visits, with a capture of each that names one."""
        return self.storage.save(self.run, [capture_of(v) for v in visits if v.capture], visits)

    def read(self, link: Link, record: Article, *, at: datetime = AT) -> Outcome | None:
        """Visit a link and find an article; return the outcome."""
        return self.save(visit(self.take(link), at, article=record))[0].outcome

    def history(self, key: str = "1") -> History:
        """Return the one article that has a key."""
        (found,) = self.storage.find(key)
        return found

    def finish(self, verdict: Verdict = Verdict.WELL, *, later: str = "not reached") -> Run:
        """End the run."""
        return self.storage.finish_run(self.run, verdict, AT, later=later)

    def again(self, plan: Plan = PLAN, *, at: datetime = AT) -> Desk:
        """Begin another run."""
        return Desk(self.storage, self.storage.start_run(plan, at))


@contextmanager
def desk(storage: Storage, plan: Plan = PLAN) -> Iterator[Desk]:
    """Open a storage and begin a run."""
    with storage:
        yield Desk(storage, storage.start_run(plan, AT))


@contextmanager
def refused(kind: type[Exception], words: str) -> Iterator[None]:
    """Fail unless the block raises an error of this kind that says these words."""
    try:
        yield
    except kind as error:
        if words not in str(error):
            raise AssertionError(str(error)) from error
    else:
        message = f"no {kind.__name__} was raised"
        raise AssertionError(message)


def visit(task: Task, at: datetime = AT, **fields: Any) -> Visit:  # noqa: ANN401  # a visit's
    """Return a visit that has a capture of its own."""
    capture = f"urn:uuid:{task.link.url}@{at:%Y%m%dT%H%M%S}"
    told: dict[str, Any] = {"capture": capture, "parser": "toy/1"}
    return Visit(task=task, at=at, **told | fields)


def capture_of(of: Visit) -> Capture:
    """Return the capture that a visit names; the bytes of each are its own."""
    return Capture(
        record_id=of.capture or "",
        url=of.task.link.url,
        at=of.at,
        file="warc/toy.warc.gz",
        offset=4_000_000_000,
        length=1234,
        status=200,
        mime="text/html",
        digest=f"sha1:{of.capture}",
        sha256="00ff",
        ip="192.0.2.1",
    )


def crawl(
    place: Desk, pages: Sequence[Sequence[Link]], *, once: bool = False, batches: int = 40
) -> None:
    """Visit what there is, batch by batch; list page N shows the links ``pages[N - 1]``."""
    place.add(list_page(1))
    for _ in range(batches):
        place.save(*(_crawled(task, pages) for task in place.lease(3, once=once)))


def _crawled(task: Task, pages: Sequence[Sequence[Link]]) -> Visit:
    link = task.link
    if link.kind is Kind.ARTICLE:
        return visit(task, article=article(link.key or "", url=link.url, section=link.section))
    more = (list_page(link.page + 1),) if link.page < len(pages) else ()
    links = (*pages[link.page - 1], *more)
    return visit(task, links=links, outcome=Outcome.NOT_ARTICLE, reason="a list")


def folder(path: Path, name: str) -> Path:
    """Return a folder of its own in a test's folder."""
    made = path / name
    made.mkdir()
    return made
