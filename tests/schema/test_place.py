"""Homes, partitions and the units an update names."""

from __future__ import annotations

from typing import Any

import pytest

from schema.place import home_of, partition_of, task_home, units_named
from schema.update import as_update
from tests.schema.posts import COMMUNE, TASK, act, assigned, body, new_id, progress


@pytest.mark.parametrize(
    ("code", "home"),
    [
        ("vn.15.04465.t0042", "vn.15.04465"),
        ("tw.bkhcn.t1", "tw.bkhcn"),
        ("vn.t1.t2", "vn.t1"),
        ("vn.15.04465", None),
        ("vn.15.t", None),
        ("vn.15.t4a", None),
        ("vn.15.t-4", None),
        (".t1", None),
        ("t1", None),
        ("A01", None),
        ("", None),
    ],
)
def test_the_home_in_a_task_code(code: str, home: str | None) -> None:
    assert task_home(code) == home


def home(**given: Any) -> str:
    return home_of(as_update(body(act(**given))), "vn.15")


def test_the_home_of_what_an_update_speaks_of() -> None:
    assert home(kind="completed") == COMMUNE
    assert home(kind="indicator.reading", subject="C01", unit="tw.bkhcn", period="2026") == (
        "tw.bkhcn"
    )
    target = {"date": "2027-01-01", "value": 1}
    assert home(kind="target.set", subject="C01", unit="vn", **target) == "vn"
    assert home(kind="slot.nil", subject="vn.15", subjects=[TASK]) == COMMUNE
    assert home(kind="slot.nil", subjects=["C01"]) == "vn.15"
    assert home(kind="corrected", supersedes=new_id()) == COMMUNE
    assert home(kind="conclusion.recorded", subject="meeting-7", conclusion="a", text="b") == (
        "vn.15"
    )


@pytest.mark.parametrize(
    ("unit", "of_8", "of_48"),
    [("vn", 0, 16), ("vn.15", 1, 9), ("vn.15.04465", 4, 36), ("tw.bkhcn", 4, 12)],
)
def test_the_partition_of_a_home_never_changes(unit: str, of_8: int, of_48: int) -> None:
    assert (partition_of(unit, 8), partition_of(unit, 48)) == (of_8, of_48)


def test_partitions_are_used_evenly() -> None:
    used = [partition_of(f"vn.{n:02}.{n:05}", 8) for n in range(3_400)]
    assert min(map(used.count, range(8))) > 340


@pytest.mark.parametrize(
    ("update", "named"),
    [
        (progress(), [("subject", COMMUNE)]),
        (
            assigned(coordinators=["tw.bkhcn", "dn.x"]),
            [
                ("subject", COMMUNE),
                ("lead", COMMUNE),
                ("assigned_by", "vn.15"),
                ("coordinators[0]", "tw.bkhcn"),
                ("coordinators[1]", "dn.x"),
            ],
        ),
        (act("urged", to="vn.15"), [("subject", COMMUNE), ("to", "vn.15")]),
        (
            act("difficulty.raised", difficulty="k1", type="data", asked_of="tw"),
            [("subject", COMMUNE), ("asked_of", "tw")],
        ),
        (act("difficulty.raised", difficulty="k1", type="data"), [("subject", COMMUNE)]),
        (
            act("indicator.reading", subject="C01", unit="vn.15", period="2026", value=1),
            [("unit", "vn.15")],
        ),
        (
            act("target.set", subject="C01", unit="vn", date="2027-01-01", value=1),
            [("unit", "vn")],
        ),
        (act("slot.nil", subject="C01", subjects=[TASK, TASK]), [("subjects[0]", COMMUNE)]),
        (act("slot.nil", subject="C01", subjects=["C01"]), []),
    ],
)
def test_the_units_an_update_names(update: dict[str, Any], named: list[tuple[str, str]]) -> None:
    assert list(units_named(as_update(body(update)))) == named
