"""Real pages, which lie beside the project and are not part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = (Path(__file__).parents[3] / "shared/data").resolve()
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="needs the real pages in ../shared/data, which are absent"
)
