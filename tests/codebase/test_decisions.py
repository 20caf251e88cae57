"""docs/decisions: numbered, listed, and they name files that exist."""

import re
from pathlib import Path

import pytest

from deploy.places import REPO

FOLDER = REPO / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
IN_CODE = re.compile(r"`((?:schema|stream|web|alerts|deploy|tests)/[\w/.]+)`")


def test_numbers_are_given_once_and_without_a_gap() -> None:
    assert [int(page.name[:3]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_decision_is_listed_under_its_title(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith(f"# {page.name[:3]} ")
    assert f"]({page.name})" in (FOLDER / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_it_names_exist(page: Path) -> None:
    gone = [path for path in IN_CODE.findall(page.read_text("utf-8")) if not (REPO / path).exists()]
    assert not gone, f"{page.name} names {gone}"
