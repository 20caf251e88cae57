"""Every fault has a name of its own and stands, under its row, in the page on reliability."""

from __future__ import annotations

import re

from deploy.places import REPO
from tests.acceptance.bad import BODIES
from tests.acceptance.bad_log import BAD
from tests.faults.checks import CHECKERS
from tests.faults.matrix import FAULTS

PAGE = (REPO / "docs" / "reliability.md").read_text("utf-8")


def test_names_are_unique() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_each_fault_stands_in_its_row() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE))
    missing = [f.name for f in FAULTS if f.name not in rows.get(f.row, "")]
    assert not missing, f"expected these in docs/reliability.md under their rows: {missing}"


def test_each_checker_is_explained() -> None:
    assert all(f"| {name} | " in PAGE for name in CHECKERS)


def test_there_are_as_many_bad_messages_as_it_says() -> None:
    assert f"({len(BAD)} messages" in PAGE and f"({len(BODIES)} bodies" in PAGE
