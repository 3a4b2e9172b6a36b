"""The drill: a portal's captures of several years, and those of whoever had its host after it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archives.holding import Holding
from portal.answers import Request
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.mirror import vnportal_requests
from portal.sample import Sample
from portal.stamps import HANOI
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.article import Article
    from archives.holding import Held
    from portal.site import Site

HOST: Final = "longbien.hanoi.gov.vn"
EDITED: Final = "1000043"
"""Key of the story that is edited between the first mirror and the second."""
AGAIN: Final = datetime(2022, 8, 9, 1, tzinfo=HANOI)
"""When the archive looked at two of the old portal's pages once more."""
LATER: Final = datetime(2025, 11, 2, 1, tzinfo=HANOI)
"""When the new authority's portal was mirrored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What the archive holds: of the old portal what it showed by key, and when it was mirrored."""

    holding: Holding
    shown: list[tuple[datetime, dict[str, Article]]]
    files: tuple[Path, ...]

    @property
    def rows(self) -> list[Held]:
        """All captures, as the index has them."""
        return self.holding.rows

    @property
    def pages(self) -> int:
        """How many captures there are of the old portal."""
        return sum(row.at < LATER for row in self.rows)

    @property
    def wordings(self) -> dict[str, list[Article]]:
        """Each wording of each article, in the order of time."""
        told: dict[str, list[Article]] = {}
        for _, articles in self.shown:
            for key, article in articles.items():
                if article not in told.setdefault(key, []):
                    told[key].append(article)
        return told


def drill(folder: Path, articles: int = 12) -> Drill:
    """Mirror a portal twice, edited meanwhile, and its successor; write the files."""
    site = longbien(articles, seed=5, sentences=2)
    edited = replace(site.by_key[EDITED], title="Tiêu đề đã được sửa lại")
    stories = tuple(edited if story.key == EDITED else story for story in site.stories)
    first = _mirror(site, datetime(2019, 3, 4, 1, tzinfo=HANOI))
    second = _mirror(replace(site, stories=stories), datetime(2025, 6, 23, 1, tzinfo=HANOI))
    after = replace(phuc_loi(20, sentences=2), host=HOST, name="phuong-long-bien")
    third = Sample(
        site=after,
        pages=VnPortal(Content(after)),
        began=LATER,
        requests=tuple(request for request in vnportal_requests(after) if not request.body),
    )
    paths = []
    for name, sample in (("first", first), ("second", second), ("third", third)):
        paths.append(folder / f"{name}.warc.gz")
        sample.write(paths[-1])
    _look_again(paths[0], first)
    return Drill(
        holding=Holding().add(*paths),
        shown=[(sample.began, sample.site.expected()) for sample in (first, second)],
        files=tuple(paths),
    )


def _look_again(path: Path, sample: Sample) -> None:
    """Add what a later look at the portal brought: the same bytes again, and a redirect."""
    site, at = sample.site, AGAIN.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    same, moved = site.stories[0], site.stories[2]
    body = sample.pages.answer(Request(target=site.path(same))).body
    sha1 = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    target = site.absolute(site.path(moved))
    redirect = [("Location", target), ("Content-Type", "text/html")]
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        revisit = writer.create_revisit_record(
            site.absolute(site.path(same)),
            digest=f"sha1:{sha1}",
            refers_to_uri=site.absolute(site.path(same)),
            refers_to_date=f"{sample.began.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            http_headers=head,
            warc_headers_dict={"WARC-Date": at},
        )
        writer.write_record(revisit)
        response = writer.create_warc_record(
            site.absolute(site.path(moved, site.sections[-2].slug)),
            "response",
            payload=BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders("302 Found", redirect, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at},
        )
        writer.write_record(response)


def _mirror(site: Site, at: datetime) -> Sample:
    """Return a mirror of the lists, and of each story that was there, under its home."""
    there = [s for s in site.stories if s.published_at is not None and s.published_at < at]
    site = replace(site, stories=tuple(there))
    targets = ["/robots.txt", "/", *(f"/{section.slug}" for section in site.sections)]
    targets += [site.path(story) for story in site.stories]
    requests = tuple(Request(target=target) for target in targets)
    return Sample(site=site, pages=Liferay(Content(site)), began=at, requests=requests)


def write_settings(folder: Path, url: str, per_second: float = 500) -> None:
    """Write settings by which the archives are at an address, and asked in a hurry."""
    lines = [
        'contact = "mailto:tests@example.org"',
        "[crawl]",
        "patience = 0.05",
        "[archives]",
        *(f'{name} = "{url}"' for name in ("wayback", "commoncrawl", "commoncrawl_files")),
        "lists_per_minute = 6000",
        f"captures_per_second = {per_second}",
        "pause = 1",
    ]
    (folder / "archiver.toml").write_text("\n".join(lines), encoding="utf-8")
