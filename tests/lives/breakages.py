"""Breakages: a portal that breaks on purpose, in many ways, under an archive that knows it.

``python -m lives.breakages RESULTS SEEDS NIGHTS [KIND…]`` crawls real nights, for each of the seeds
(``0,1``): after ``KNOWN`` healthy ones each kind breaks the same archive for two nights; then
``NIGHTS`` healthy ones more follow. What was found is written into RESULTS as JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from socket import socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from archiver.health.ailments import Ailment
from archiver.health.judging import judge
from drivers.nights import Nights, live
from drivers.runs import bench
from lives.year import DAY, FIRST, Diary, Life
from portal import faults
from portal.authority import Authority
from portal.districts import longbien
from portal.server import Portal, Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.health.findings import Finding
    from portal.faults import Fault
    from portal.site import Site

KNOWN = 8
"""Nights that an archive knows the portal before it breaks."""
WITHIN = 2
"""Nights in which a breakage is to be found."""
PAGES = "^/(?!robots)"
ARTICLE = "/-/view_content/"
LIST = "^/(?!.*view_content)(?!robots)"
OTHER = "<html><body><h1>Cổng thông tin phường</h1><p>Chào mừng.</p></body></html>"
UPKEEP = (
    "<html><title>Bảo trì</title><body>Hệ thống đang được bảo trì, xin quay lại sau.</body></html>"
)
NO_ONE = "User-agent: *\nDisallow: /\n"
rewritten = faults.rewritten


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to break: what is to be found, the faults, and what else changes.

    ``wait`` are days without a run, ``away`` connects to where nobody listens, ``doubtful`` to
    where nobody vouches for the certificate.
    """

    ailment: Ailment
    faults: tuple[Fault, ...] = ()
    shown: int | None = None
    wait: int = 0
    away: bool = False
    doubtful: bool = False


LAYOUT, BLOCKED, GONE, SLOW = Ailment.LAYOUT, Ailment.BLOCKED, Ailment.GONE, Ailment.SLOW


def _renamed(name: str, match: str = "") -> Kind:
    return Kind(LAYOUT, (rewritten(rf"(class=\"[^\"]*){name}", r"\1renamed", match),))


KINDS = {
    "title's class renamed": _renamed("asset-full-content-title", ARTICLE),
    "article's class renamed": _renamed(r"asset-full-content(?=[ \"])", ARTICLE),
    "body's class renamed": _renamed("journal-content-article", ARTICLE),
    "body empty": Kind(
        LAYOUT,
        (rewritten(r"(journal-content-article\">).*?(\t<p align=.right)", r"\1\2", ARTICLE),),
    ),
    "abstract's class renamed": _renamed("sapo", ARTICLE),
    "date's class renamed": _renamed("assetPublishDate", ARTICLE),
    "date's format changed": Kind(
        LAYOUT, (rewritten(r"(\d\d)/(\d\d)/(\d{4})", r"\1 th.\2 (\3)", ARTICLE),)
    ),
    "breadcrumb's class renamed": _renamed("dd_chuyenmuc", ARTICLE),
    "rubbish in the body": Kind(
        LAYOUT,
        (rewritten(r"(journal-content-article\">)", r"\1<p>Đăng nhập để bình luận</p>", ARTICLE),),
    ),
    "list entries' class renamed": _renamed("asset-abstract", LIST),
    "dates gone from lists": Kind(
        LAYOUT, (rewritten(r"<div class=\"assetPublishDate.*?</div>", "", LIST),)
    ),
    "articles' addresses changed": Kind(LAYOUT, (rewritten("/-/view_content/", "/-/xem/"),)),
    "list paging by script": Kind(
        LAYOUT, (rewritten(r"<div class=\"taglib-page-iterator.*?</ul>\n</div>", "", LIST),)
    ),
    "lists by script": Kind(
        LAYOUT, (rewritten(r"<div class=\"asset-bounddary.*</div>", "", LIST),)
    ),
    "lists short": Kind(LAYOUT, shown=1),
    "challenge page": Kind(BLOCKED, (faults.challenge(PAGES),)),
    "refused": Kind(BLOCKED, (faults.unavailable(PAGES, status=403),)),
    "maintenance page": Kind(BLOCKED, (replace(faults.empty(PAGES), body=UPKEEP.encode()),)),
    "robots.txt forbids all": Kind(BLOCKED, (faults.robots(NO_ONE),)),
    "redirect to another host": Kind(
        GONE, (faults.redirect(PAGES, to="https://other.vn{target}"),)
    ),
    "host handed to another authority": Kind(
        GONE,
        (replace(faults.empty("^/$"), body=OTHER.encode()), faults.unavailable("^/.", status=404)),
    ),
    "nobody answers": Kind(GONE, away=True),
    "server too busy": Kind(SLOW, (faults.unavailable(PAGES),)),
    "no answer in time": Kind(SLOW, (faults.hang(PAGES),)),
    "certificate refused": Kind(Ailment.CERTIFICATE, doubtful=True),
    "silence": Kind(Ailment.SILENT, wait=40),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a night: ``kind`` is ``None`` where nothing was broken."""

    seed: int
    kind: str | None
    night: int
    code: int
    found: tuple[tuple[str, str], ...]


def lively(seed: int) -> Site:
    """Return a portal that has published something every other day."""
    site = longbien(40, seed=seed)
    last = FIRST - timedelta(hours=10)
    stories = tuple(
        replace(story, published_at=last - (len(site.stories) - number) * 1.7 * DAY)
        for number, story in enumerate(site.stories)
    )
    sections = tuple(replace(one, delta=min(one.delta, 4)) for one in site.sections)
    return replace(site, stories=stories, sections=sections)


@dataclass(slots=True)
class Trial:
    """A portal, its life, and the archives that look at it."""

    seed: int
    folder: Path
    portal: Portal
    life: Life
    night: int = 0

    async def crawl(self, archive: Path, kind: str | None = None, turn: int = 0) -> Told:
        """Crawl as in the next night; tell what was found."""
        broken = KINDS[kind] if kind else None
        wait = broken.wait if broken else 0
        at = FIRST + (self.night + turn + wait) * DAY
        with self._reached(broken) as url:
            place = bench(
                archive,
                self.portal,
                crawl__connect=dict.fromkeys(self.portal.connect, url),
                crawl__retries=1,
                crawl__concurrency=8,
                crawl__timeout=2,
            )
            code, _ = await Nights("longbien", place.overrides).crawl(at)
        with place.records() as records:
            found = judge(records.chart("longbien").judged).findings
        return Told(self.seed, kind, turn, code, tuple(map(_named, found)))

    @contextmanager
    def _reached(self, broken: Kind | None) -> Iterator[str]:
        """Give the address that the portal's hosts are reached at."""
        if broken and broken.away:
            yield nowhere()
        elif broken and broken.doubtful:
            with TemporaryDirectory() as name:
                context = Authority.make(Path(name)).server(self.portal.site.host)
                with Server(self.portal.pages, tls=context) as server:
                    yield server.url
        else:
            yield self.portal.url

    async def healthy(self, archive: Path) -> Told:
        """Live through a day with ordinary noise, and crawl."""
        if self.night:
            self.life.day(self.night)
        if self.night % 9 == 4:
            self.portal.fault(faults.slow(seconds=0.05))
        if self.night % 7 == 3:
            self.portal.fault(rewritten("asset-full-content-title", "", ARTICLE, fraction=0.04))
        told = await self.crawl(archive)
        self.portal.mend()
        self.night += 1
        return replace(told, night=self.night)

    async def broken(self, known: Path, kind: str) -> list[Told]:
        """Break the portal for two nights, under a copy of an archive that knows it."""
        archive = self.folder / "broken"
        shutil.copytree(known, archive)
        content = self.portal.content
        site, gone = content.site, dict(content.gone)
        told = []
        for turn in range(WITHIN):
            content.shown = KINDS[kind].shown
            if not KINDS[kind].wait:
                self.life.publish(self.night + turn)
            self.portal.fault(*KINDS[kind].faults)
            told.append(await self.crawl(archive, kind, turn))
            self.portal.mend()
        content.site, content.gone, content.shown = site, gone, None
        shutil.rmtree(archive)
        return told


def _named(finding: Finding) -> tuple[str, str]:
    return finding.ailment.value, finding.what


def nowhere() -> str:
    """Return an address at which nobody listens."""
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


async def trial(seed: int, kinds: Sequence[str], nights: int) -> list[Told]:
    """Return what was told of a portal's nights."""
    site = lively(seed)
    with (
        TemporaryDirectory() as name,
        Portal(site, validators=seed % 2 == 1, keep=False) as portal,
    ):
        folder = Path(name)
        life = Life(portal, Diary(), Random(seed), number=100)  # noqa: S311  # no secret
        one = Trial(seed, folder, portal, life)
        told = [await one.healthy(folder / "known") for _ in range(KNOWN)]
        for kind in kinds:
            told += await one.broken(folder / "known", kind)
        told += [await one.healthy(folder / "known") for _ in range(nights)]
    return told


async def trials(seeds: Sequence[int], nights: int, kinds: Sequence[str]) -> list[Told]:
    """Return what was told of several portals' nights."""
    return [told for seed in seeds for told in await trial(seed, kinds, nights)]


def main() -> None:
    """Crawl, and write down what was told."""
    results, seeds, nights, *kinds = sys.argv[1:]
    chosen = [int(seed) for seed in seeds.split(",")]
    told = live(lambda: trials(chosen, int(nights), kinds or list(KINDS)))
    Path(results).write_text(json.dumps([asdict(one) for one in told]), encoding="utf-8")


if __name__ == "__main__":
    main()
