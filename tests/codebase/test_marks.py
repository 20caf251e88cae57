"""Which marks tests are given by where they lie and what they run on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from deploy.places import REPO
from tests.conftest import pytest_collection_modifyitems


def item(nodeid: str, given: list[Any]) -> Any:
    """A collected test that keeps the marks it is given."""
    path = REPO / nodeid.partition("::")[0]
    return cast("Any", SimpleNamespace(nodeid=nodeid, path=path, add_marker=given.append))


def test_whichever_test_makes_the_server_has_time_to() -> None:
    """With `-k` or `--lf` the first that runs is not the first that was collected."""
    marks: list[list[Any]] = [[], [], []]
    places = ("a[timescaledb]", "b[timescaledb]", "c[postgresql]")
    pytest_collection_modifyitems(
        [item(f"tests/integration/test_x.py::{name}", given)
         for name, given in zip(places, marks, strict=True)]
    )  # fmt: skip
    limits = [[mark.args for mark in given if mark != "integration"] for given in marks]
    assert limits == [[(600,)], [(600,)], []]
    assert all("integration" in given for given in marks)
