"""The documentation says what the code does."""

from __future__ import annotations

import dataclasses
import re
import runpy
from pathlib import Path

import pytest

from archiver import Article, Selectors
from archiver.authoring import contract
from archiver.crawling.walk import READERS

ROOT = Path(__file__).parents[1]
PAGES = sorted(p for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("p*/*.md")))
REFERENCE = runpy.run_path(str(ROOT / "docs/render.py"))


@pytest.mark.parametrize("name", REFERENCE["PAGES"])
def test_pages_made_from_code_are_as_the_code_is(name: str) -> None:
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == REFERENCE["page"](name), "run `make docs`"


@pytest.mark.parametrize("name", READERS)
def test_every_argument_of_a_crawl_is_described(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")


def test_every_dependency_is_explained() -> None:
    page = (ROOT / "docs/explanation/dependencies.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project.partition("dependencies = [")[2].partition("]")[0]
    names = re.findall(r'^\s*"([A-Za-z0-9-]+)', listed, re.MULTILINE)
    assert len(names) > 10
    assert [name for name in names if name not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [t.partition("#")[0] for t in re.findall(r"\]\(([^)]+)\)", text)]
    local = [t for t in targets if t and "://" not in t]
    assert [t for t in local if not (page.parent / t).exists()] == []


def test_every_field_of_a_record_has_an_example() -> None:
    page = (ROOT / "docs/reference/fields.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Article):
        row = re.search(rf"^\| `{field.name}` \|[^|]+\|([^|]|\\\|)+\|", page, re.MULTILINE)
        assert row, field.name
        assert "`" in row[0].split("|")[3], field.name


def test_every_selector_and_test_of_the_contract_is_described() -> None:
    page = (ROOT / "docs/reference/classes.md").read_text(encoding="utf-8")
    names = [field.name for field in dataclasses.fields(Selectors)]
    assert [name for name in names if f"`{name}` |" not in page] == []
    testing = (ROOT / "docs/how-to/testing-a-plugin.md").read_text(encoding="utf-8")
    checks = [check.__name__ for check in contract.CHECKS]
    assert [name for name in checks if f"`{name}`" not in testing] == []
