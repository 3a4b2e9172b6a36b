"""The reference page of the database, made from the tables and their comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite

from archiver_storage.sql.asking.views import COLUMNS, VIEWS
from archiver_storage.sql.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Table

INTRODUCTION = """\
# The database

`archive.db` in the archive's folder is an SQLite file; `[storage.sql]` with `url = "..."` names
another one. It can be read while a crawl writes: `sqlite3 archive/archive.db`. Begin with the view
`articles`; the tables below it hold what it is made from. Write to none of them: they are changed
by `scrapy crawl` only.

Times end in `Z` (UTC), but for the times of publication, which are as clocks in Viet Nam showed
them: `2018-03-27T10:14:00+07:00`. So `substr(published_at, 1, 10)` is the day that was printed.

A revision is what changed; an observation is what each capture showed beside it; a capture is where
the page itself is kept. In the views, `site` and `key` name an article, and `file`, `offset` and
`length` the place of the page. A name of a column means the same in every view:

"""

FULL_TEXT = """\
## Full text

`article_fts` finds words in the latest wording of every article. In SQLite it is an FTS5 table with
the columns `title` and `text` as written, `title_fold` and `text_fold` without accents; its `rowid`
is `article.id`, and what it shows it takes from the view `article_search`. In PostgreSQL it has
`article_id` and the vectors `exact` and `folded`.

```
SELECT article.key, snippet(article_fts, -1, '[', ']', '…', 20)
FROM article_fts JOIN article ON article.id = article_fts.rowid
WHERE article_fts MATCH '"vu duc bao"' ORDER BY rank LIMIT 20;
```

Put every word in quotes, `"22-KL/TW"` too. Never run FTS5's `rebuild`: it would index what is
written instead of the keys; `archiver reindex` makes the index anew. See
[how search works](../explanation/search.md).
"""


def page() -> str:
    """Return the page."""
    views = (line for name in VIEWS for line in _view(name))
    tables = (line for table in metadata.tables.values() for line in _table(table))
    return "\n".join([INTRODUCTION, *_names(), *views, FULL_TEXT, *tables])


def _names() -> Iterator[str]:
    yield "| column of a view | meaning |\n| --- | --- |"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in COLUMNS.items())
    yield ""


def _view(name: str) -> Iterator[str]:
    view = VIEWS[name]
    yield f"## View `{name}`\n"
    yield f"{view.about}\n"
    yield f"```sql{view.question.rstrip()};\n```\n"
    yield f"It is:\n\n```sql{view.query.rstrip()}\n```\n"


def _table(table: Table) -> Iterator[str]:
    yield f"## `{table.name}`\n"
    yield f"{table.comment}\n"
    yield "| column | type | meaning |\n| --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {_type(column)} | {column.comment}{_target(column)} |"
    yield ""


def _type(column: Column[object]) -> str:
    kind = column.type.compile(dialect=sqlite.dialect())
    return f"{kind}, optional" if column.nullable else kind


def _target(column: Column[object]) -> str:
    return "".join(f" → `{key.column.table.name}`" for key in column.foreign_keys)
