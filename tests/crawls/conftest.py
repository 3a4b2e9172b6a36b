"""What whole crawls share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drivers.warm import MEASURED

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _measured(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave processes unmeasured whose code others walk as well: coverage takes half the time."""
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("unmeasured"):
            patch.delenv(MEASURED, raising=False)
        yield
