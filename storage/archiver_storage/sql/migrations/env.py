"""Alembic runs this file: it migrates the connection that `upgrade` was given."""

from __future__ import annotations

from alembic import context

from archiver_storage.sql.database import VERSIONS
from archiver_storage.sql.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSIONS,
    transactional_ddl=True,
)
context.run_migrations()
