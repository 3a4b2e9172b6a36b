"""The index on PostgreSQL: the same keys in vectors of our own making.

PostgreSQL's parsers would cut `03-KH/BCĐ` otherwise than SQLite does, and differ with the server's
language; so words and their places are given as they are, and queries too.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKey, MetaData, Table, cast, not_, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.dialects.postgresql import insert as insert_into

from archiver.search.keys import keys
from archiver_storage.sql.schema import article
from archiver_storage.sql.types import Id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause, Select
    from sqlalchemy.dialects.postgresql import Insert

    from archiver.search.query import Query, Term
    from archiver.search.searched import Searched

TABLE = "article_fts"
LAST = 16_383
"""The last place that PostgreSQL can tell; words after it are found, but not as phrases."""
GAP = 2
"""Places between title and text, so that no phrase goes from one into the other."""
NEAR = 5000
"""Articles among which words that stand together are looked for, where many have the words."""
ROOM = 900_000
"""Bytes of the words of a vector, which has at most a megabyte; what comes after is not found."""

index = Table(
    TABLE,
    MetaData(),
    Column("article_id", Id, ForeignKey(article.c.id), primary_key=True, autoincrement=False),
    Column("exact", TSVECTOR, nullable=False),
    Column("folded", TSVECTOR, nullable=False),
)
MAKE = (
    f"""\
CREATE TABLE {TABLE} (
  article_id bigint PRIMARY KEY REFERENCES article,
  exact tsvector NOT NULL,
  folded tsvector NOT NULL
)""",
    f"CREATE INDEX {TABLE}_exact ON {TABLE} USING gin (exact)",
    f"CREATE INDEX {TABLE}_folded ON {TABLE} USING gin (folded)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)

Entry = tuple[int, "Searched"]


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Index articles, in place of what was indexed of them."""
    rows = [_row(id_, searched) for id_, searched in entries]
    if rows:
        connection.execute(_put(), rows)


@cache
def _put() -> Insert:
    statement = insert_into(index)
    new = {name: statement.excluded[name] for name in ("exact", "folded")}
    return statement.on_conflict_do_update(index_elements=["article_id"], set_=new)


def take(connection: Connection, entries: Iterable[Entry]) -> None:
    """Do nothing: what is put replaces what was there."""


def _row(id_: int, searched: Searched) -> dict[str, Any]:
    return {
        "article_id": id_,
        "exact": _vector(searched, accented=True),
        "folded": _vector(searched, accented=False),
    }


def _vector(searched: Searched, *, accented: bool) -> str:
    title, words = (keys(text, accented=accented) for text in (searched.title, searched.text))
    places: dict[str, list[str]] = defaultdict(list)
    for place, word in chain(enumerate(title, 1), enumerate(words, len(title) + GAP)):
        places[word].append(str(min(place, LAST)))
    return " ".join(_fitting(places))


def _fitting(places: dict[str, list[str]]) -> Iterable[str]:
    left = ROOM
    for word, known in places.items():
        left -= len(word.encode()) + 2 * min(len(known), 256) + 2
        if left < 0:
            return
        yield f"'{word}':{','.join(known)}"


def matching(query: Query) -> Select[Any]:
    """Return the articles that fit: ``id``, and the vectors."""
    columns = (index.c.article_id.label("id"), index.c.exact, index.c.folded)
    unwanted = (not_(told) for told in _conditions(index, query.unwanted, " | "))
    return select(*columns).where(*_conditions(index, query.wanted, " & "), *unwanted)


def near(found: Select[Any], closer: Query) -> Select[Any]:
    """Return which of the articles that were found, of many the first, also fit ``closer``.

    They are looked through one by one: for words that stand together the index is of no use
    beyond those words themselves, and PostgreSQL would read every article that has them.
    """
    read = found.limit(NEAR).cte("near").prefix_with("MATERIALIZED")
    together = closer.either or closer.wanted
    return select(read.c.id).where(or_(*_conditions(read, together, " | ")))


def _conditions(
    source: FromClause, terms: Sequence[Term], sign: str
) -> Iterable[ColumnElement[bool]]:
    for name, accented in (("exact", True), ("folded", False)):
        said = [_term(term) for term in terms if term.accented is accented]
        if said:
            yield source.c[name].bool_op("@@")(cast(sign.join(said), TSQUERY))


def _term(term: Term) -> str:
    return "({})".format(" <-> ".join(f"'{word}'" for word in term.words))
