"""Discovery: links become URLs of the ledger."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from archiver_storage.sql.schema import run as runs
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.schema import url_section
from archiver_storage.sql.statements import change, chunks, put

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Select, Table
    from sqlalchemy.sql.dml import ReturningUpdate

    from archiver import Link
    from archiver_storage.sql.types import AnyRow

Address = tuple[str, str]
"""URL and form, as the ledger writes them."""
Form = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A link, and the id of the URL whose page names it."""

    link: Link
    page: int | None = None

    @property
    def address(self) -> Address:
        """What the ledger tells URLs apart by."""
        return self.link.url, form_text(self.link.form)


def form_text(form: Iterable[tuple[str, str]]) -> str:
    """Write the fields of a POST; a GET has none."""
    fields = [list(field) for field in form]
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def known(
    connection: Connection, site: int, places: Collection[tuple[str, Form]]
) -> dict[tuple[str, Form], AnyRow]:
    """Return the rows of addresses that are in the ledger, by URL and form."""
    written = {(url, form_text(form)): (url, form) for url, form in places}
    found = _known(connection, site, written, urls)
    return {written[address]: row for address, row in found.items()}


@dataclass(frozen=True, slots=True)
class _Met:
    """Addresses that were named: how, in which rows they stand, which are new to the run."""

    firsts: dict[Address, Named]
    known: dict[Address, AnyRow]
    fresh: dict[Address, Named]


def discover(
    connection: Connection, run: int, site: int, named: Sequence[Named], *, quietly: bool = False
) -> Counter[int | None]:
    """Put links into the ledger of a run; return how many were new to it, by page.

    What was met ``quietly`` stays in the run that met it before, if there is one.
    """
    firsts = _firsts(named)
    before = _known(connection, site, firsts)
    stays = {a for a, row in before.items() if quietly or row.run_id == run}
    fresh = {address: one for address, one in firsts.items() if address not in stays}
    if fresh:
        places = _places(connection, run, len(fresh))
        rows = [_row(n, run, site, p) for n, p in zip(fresh.values(), places, strict=True)]
        _write(connection, rows, [before.get(address) for address in fresh])
    met = _Met(firsts, before, fresh)
    _keep_dates(connection, met)
    _keep_sections(connection, site, named, met)
    return Counter(one.page for one in fresh.values())


def _firsts(named: Iterable[Named]) -> dict[Address, Named]:
    """Return how each address was first named, with a date if one of them has it."""
    firsts: dict[Address, Named] = {}
    for one in named:
        first = firsts.setdefault(one.address, one)
        if first.link.published_at is None and one.link.published_at is not None:
            dated = replace(first.link, published_at=one.link.published_at)
            firsts[one.address] = Named(dated, first.page)
    return firsts


def _known(
    connection: Connection, site: int, addresses: Iterable[Address], *columns: Table
) -> dict[Address, AnyRow]:
    rows = (
        row
        for pages, forms in _grouped(addresses)
        for row in connection.execute(_look_up(*columns), {"urls": pages, "forms": forms})
    )
    return {(row.url, row.form): row for row in rows if row.site_id == site}


def _grouped(addresses: Iterable[Address]) -> Iterator[tuple[list[str], list[str]]]:
    """Return URLs without a form together, and the forms of each URL that has some."""
    posts: dict[str, list[str]] = defaultdict(list)
    pages: list[str] = []
    for page, form in addresses:
        (posts[page] if form else pages).append(form or page)
    yield from ((chunk, [""]) for chunk in chunks(pages))
    yield from (([page], chunk) for page, forms in posts.items() for chunk in chunks(forms))


@cache
def _look_up(*columns: Table) -> Select[Any]:
    """Ask for rows by address: some columns of each, or others.

    SQLite uses the index on addresses for neither pairs of columns nor when it is told the site.
    """
    usual = ("id", "site_id", "url", "form", "run_id", "section", "published_at")
    return select(*(columns or [urls.c[name] for name in usual])).where(
        urls.c.url.in_(bindparam("urls", expanding=True)),
        urls.c.form.in_(bindparam("forms", expanding=True)),
    )


def _places(connection: Connection, run: int, count: int) -> range:
    """Count the URLs as discovered; return their places in the order of discovery."""
    values = {"run": run, "count": count}
    after: int = connection.execute(_count(), values).scalar_one()
    return range(after - count + 1, after + 1)


@cache
def _count() -> ReturningUpdate[int]:
    more = runs.c.discovered + bindparam("count")
    this = runs.c.id == bindparam("run")
    return update(runs).where(this).values(discovered=more).returning(runs.c.discovered)


def _row(named: Named, run: int, site: int, position: int) -> dict[str, Any]:
    link = named.link
    url, form = named.address
    return {
        "site_id": site,
        "url": url,
        "form": form,
        "kind": link.kind.value,
        "key": link.key,
        "section": link.section,
        "page": link.page,
        "published_at": link.published_at,
        "found_on": named.page,
        "run_id": run,
        "position": position,
        "state": "pending",
        "due": None,
        "attempts": 0,
        "outcome": None,
    }


def _write(
    connection: Connection, rows: Sequence[dict[str, Any]], before: Sequence[AnyRow | None]
) -> None:
    put(connection, urls, [row for row, old in zip(rows, before, strict=True) if old is None])
    again = [
        {"id_": old.id, **{name: row[name] for name in row if name not in UNCHANGING}}
        for row, old in zip(rows, before, strict=True)
        if old is not None
    ]
    change(connection, urls, again)


UNCHANGING = {"site_id", "url", "form", "found_on"}


def _keep_dates(connection: Connection, met: _Met) -> None:
    """Keep a date that only a later page prints beside a link."""
    dates = [
        {"id_": row.id, "published_at": met.firsts[address].link.published_at}
        for address, row in met.known.items()
        if address not in met.fresh and row.published_at is None
    ]
    found = [date for date in dates if date["published_at"] is not None]
    change(connection, urls, found)


def _keep_sections(connection: Connection, site: int, named: Iterable[Named], met: _Met) -> None:
    """Keep every section under which an address is or was named, beside the one in its row."""
    now = {address: row.section for address, row in met.known.items()}
    now |= {address: one.link.section for address, one in met.fresh.items()}
    slugs = {(one.address, one.link.section) for one in named}
    slugs |= {
        (address, met.known[address].section) for address in met.fresh.keys() & met.known.keys()
    }
    further = {(a, slug) for a, slug in slugs if slug not in {None, now[a]}}
    if not further:
        return
    missing = {address for address, _ in further if address not in met.known}
    ids = met.known | (_known(connection, site, missing) if missing else {})
    put(
        connection,
        url_section,
        [{"url_id": ids[address].id, "section": slug} for address, slug in sorted(further)],
    )
