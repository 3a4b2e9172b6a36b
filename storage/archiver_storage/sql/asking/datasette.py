"""Datasette: what it is to be told so that people understand the database that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from archiver_storage.sql.asking.views import COLUMNS, VIEWS
from archiver_storage.sql.fulltext import fts5
from archiver_storage.sql.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

ABOUT = (
    "News of wards and districts, kept as evidence. Begin with the view articles; in every view, "
    "site and key name an article, and file, offset and length tell where the page lies that its "
    "words were read from."
)
INNER = ("band", "cluster", "apart", "url_section", "archiver_version", fts5.VIEW, fts5.TABLE)
"""What only the archiver reads."""
LOOKS: dict[str, dict[str, Any]] = {
    "articles": {
        "sort_desc": "published_at",
        "facets": ["site", "section"],
        "fts_table": fts5.TABLE,
        "fts_pk": "id",
    },
    "revisions": {"facets": ["site", "cause"]},
    "views_over_time": {"sort_desc": "at", "facets": ["site"]},
    "duplicates": {"sort": "cluster", "facets": ["site"]},
    "mentions": {"sort_desc": "published_at", "facets": ["type", "issuer"]},
    "outcomes": {"sort_desc": "at", "facets": ["site", "outcome"]},
}
"""How each view is sorted, counted and searched."""
SEARCH = f"""
SELECT articles.site, articles.key, articles.published_at,
       snippet({fts5.TABLE}, -1, '[', ']', ' … ', 30) AS found, articles.title, articles.url
FROM {fts5.TABLE} JOIN articles ON articles.id = {fts5.TABLE}.rowid
WHERE {fts5.TABLE} MATCH escape_fts(:words)
ORDER BY rank LIMIT 100
"""  # noqa: S608  # constants


def told(connection: Connection, database: str) -> dict[str, Any]:
    """Return Datasette's metadata for a database of this name."""
    tables = {name: _view(connection, name) for name in VIEWS}
    tables |= {table.name: _table(table) for table in metadata.sorted_tables}
    tables |= {name: {"hidden": True} for name in INNER}
    return {
        "title": "archiver",
        "description": ABOUT,
        "databases": {database: {"tables": tables, "queries": _queries()}},
    }


def _view(connection: Connection, name: str) -> dict[str, Any]:
    query = f"SELECT * FROM {name} LIMIT 0"  # noqa: S608  # a name of ours
    columns = connection.execute(text(query)).keys()
    about = {"title": name.replace("_", " "), "description": VIEWS[name].about}
    return about | {"columns": {column: COLUMNS[column] for column in columns}} | LOOKS[name]


def _table(table: Any) -> dict[str, Any]:  # noqa: ANN401  # a table
    columns = {column.name: column.comment for column in table.columns}
    return {"description": table.comment, "columns": columns}


def _queries() -> dict[str, Any]:
    """Return questions that are ready to be asked: a search, and the examples of the views."""
    queries: dict[str, Any] = {
        "search": {
            "title": "Search the texts",
            "description": "Accents that are typed count; without any, all are found.",
            "sql": SEARCH.strip(),
        }
    }
    for name, view in VIEWS.items():
        comment, _, sql = view.question.strip().partition("\n")
        queries[f"example_{name}"] = {"title": comment.lstrip("- "), "sql": sql}
    return queries
