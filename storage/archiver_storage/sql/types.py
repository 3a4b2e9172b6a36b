"""Column types: times that people can read and that keep their zone, lists as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import BigInteger, DateTime, Integer, TypeDecorator
from sqlalchemy import Text as AnyText

from archiver.dates import HANOI

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Row
    from sqlalchemy.types import TypeEngine

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
"""A row with whatever columns its query names."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is called INTEGER."""


Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")
"""Text that is ordered by code points, whatever the language of the server is."""


class Instant(TypeDecorator[datetime]):
    """A moment: ``2026-11-24T03:33:13.000000Z`` in SQLite, of one width so that it sorts."""

    impl = AnyText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use the database's own type where it has one."""
        own = DateTime(timezone=True)
        return dialect.type_descriptor(AnyText() if dialect.name == "sqlite" else own)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Write."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Read."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


class WallClock(Instant):
    """A moment as clocks in Viet Nam show it: ``2018-03-27T10:14:00+07:00`` in SQLite."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Write."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(HANOI).isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Read."""
        moment = super().process_result_value(value, dialect)
        return moment.astimezone(HANOI) if moment else None


class Json(TypeDecorator[Any]):
    """Lists and mappings as JSON, Vietnamese letters as they are."""

    impl = AnyText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use what other texts use."""
        return dialect.type_descriptor(Text.dialect_impl(dialect))

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Write."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Read."""
        return None if value is None else json.loads(value)
