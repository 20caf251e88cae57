"""What addresses are told to understand, they do."""

from __future__ import annotations

import pytest

from deploy.places import REPO
from web.api.queries import QUERIES

WEB = REPO / "web"


@pytest.mark.parametrize("path", sorted(QUERIES))
def test_pages_take_the_queries_they_are_told_to_take(path: str) -> None:
    """Each name is read somewhere in the page's own code."""
    code = "".join(
        each.read_text("utf-8") for each in WEB.rglob("*.py") if each.name != "queries.py"
    )
    for name in QUERIES[path]:
        assert f'"{name}"' in code, name


def test_lists_take_the_same() -> None:
    lists = [QUERIES[f"/boards/{{scope}}/{name}"] for name in ("tasks", "updates", "readings")]
    assert all({"lang", "theme", "unit", "after", "excel"} <= set(each) for each in lists)
