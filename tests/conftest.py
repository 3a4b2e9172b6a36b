"""What tests share: databases on a PostgreSQL server of their own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from drivers.postgresql import Databases, NoServer, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.register_assert_rewrite("archiver.testing")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of many processes would compile all anew


settings.register_profile(
    "shared",  # workers beside it make any test slow at times
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first, or one worker ends long after the others."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """Start a server, one a worker; without one the tests fail in CI and are skipped elsewhere."""
    try:
        server = Server.make()
    except NoServer as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    yield server
    server.remove()


@pytest.fixture
def postgresql(postgresql_server: Server) -> Iterator[Databases]:
    """Give a test databases of its own."""
    databases = Databases(postgresql_server)
    yield databases
    databases.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database of each kind in turn, for tests that both are to pass."""
    return _database(request, tmp_path, empty=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database of each kind in turn in which nothing was made yet."""
    return _database(request, tmp_path, empty=True)


def _database(request: pytest.FixtureRequest, folder: Path, *, empty: bool) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'archive.db'}"
    databases: Databases = request.getfixturevalue("postgresql")
    return databases.url(folder, empty=empty)
