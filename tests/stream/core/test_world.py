"""Eras of the country: Q36 (mergers), Q39 (codes that are unknown or not in force)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import schema
from schema.catalogue import Catalogue, Membership, UnitChange
from schema.catalogue_file import load
from schema.clock import day_start
from schema.states import State, Verdict
from schema.unit import Unit, UnitKind
from stream.core.world import EMPTY, of_catalogue, turning_days
from tests.builders import assigned, at, completed, new_id, on, progress, report, verified
from tests.memory_log import MemoryLog

SHIPPED = Path(schema.__file__).parent / "data" / "resolution57.yaml"
BORN, MERGED = date(2020, 1, 1), on(10)
INSTANT = timedelta(microseconds=1)


def unit(
    code: str,
    parent: str | None,
    kind: UnitKind = "commune",
    valid_from: date = BORN,
    valid_to: date | None = None,
) -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en=code,
        short_vi=code,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )


OLD, NEW, NEXT = "vn.01.00001", "vn.02.00002", "vn.02.00003"
COUNTRY = Catalogue(
    name_vi="Mẫu",
    name_en="Sample",
    units=(
        unit("vn", None, "root"),
        unit("vn.01", "vn", "province"),
        unit("vn.02", "vn", "province"),
        unit(OLD, "vn.01", valid_to=MERGED),
        unit(NEW, "vn.02", valid_from=MERGED),
        unit(NEXT, "vn.01"),
        unit("dn.x", None, "organisation"),
    ),
    memberships=(Membership(unit=NEXT, parent="vn.02", valid_from=on(20)),),
    changes=(UnitChange(kind="merge", sources=(OLD,), to=(NEW,), on=MERGED),),
)
WORLD = of_catalogue(COUNTRY, 3)


def test_a_world_is_that_of_a_version_on_every_day() -> None:
    assert WORLD.version == 3
    assert turning_days(COUNTRY) == [BORN, MERGED, on(20)]
    assert WORLD.at(at()) is WORLD.at(day_start(MERGED) - INSTANT)
    assert WORLD.at(day_start(MERGED)) is not WORLD.at(at())


def test_q36_from_its_day_on_the_successor_and_those_above_it_speak_for_the_predecessor() -> None:
    before, after = WORLD.at(day_start(MERGED) - INSTANT), WORLD.at(day_start(MERGED))
    assert before.above(OLD) == {OLD, "vn.01", "vn"}
    assert after.above(OLD) == {OLD, NEW, "vn.02", "vn"}


def test_a_unit_that_moves_has_other_units_above_it() -> None:
    assert "vn.01" in WORLD.at(at(19)).above(NEXT) and "vn.02" in WORLD.at(at(21)).above(NEXT)


def test_q39_an_ended_unit_is_known_but_not_in_force() -> None:
    era = WORLD.at(at(30))
    assert era.knows(OLD) and not era.has(OLD)
    assert era.has(NEW) and not WORLD.at(at()).has(NEW)
    assert not era.knows("vn.99")


def test_organisations_are_known_as_such() -> None:
    assert WORLD.at(at()).organisations == {"dn.x"}


def test_before_any_catalogue_every_code_is_taken_for_a_unit() -> None:
    era = EMPTY.at(at())
    assert era.knows("vn.99") and era.has("vn.99") and era.above("vn.99") == {"vn.99", "vn"}


def test_q36_the_successor_may_act_on_inherited_tasks_in_any_order_of_arrival() -> None:
    task = f"{OLD}.t0001"
    given = assigned(task, lead=OLD, assigned_by="vn.01", due=on(40))
    early, claim = progress(0.2, 9, subject=task), completed(12, subject=task)
    verdict = verified(14, subject=task, of=claim.id)
    reports = [
        report(given, unit="vn.01"),
        report(early, unit=NEW),
        report(claim, unit=NEW),
        report(verdict, unit="vn.01"),
    ]
    for order in (reports, reports[::-1]):
        log = MemoryLog(WORLD)
        log.each(order)
        assert log.verdict(early.id).verdict is Verdict.REJECTED, "before its day it may not"
        assert log.verdict(claim.id).verdict is Verdict.ACCEPTED
        assert log.partition.tasks[task].state is State.DONE_ON_TIME


@pytest.mark.parametrize(("days", "marks"), [(9, ()), (12, ("not_in_force",))])
def test_q39_what_a_unit_not_in_force_says_is_accepted_and_flagged(
    days: float, marks: tuple[str, ...]
) -> None:
    task, log = f"{OLD}.t0001", MemoryLog(WORLD)
    said = progress(0.2, days, subject=task, id=new_id())
    log.fold([report(assigned(task, lead=OLD, assigned_by="vn.01"), unit="vn.01")])
    log.fold([report(said, unit=OLD)])
    assert log.verdict(said.id).verdict is Verdict.ACCEPTED
    assert log.verdict(said.id).marks == marks


def test_the_shipped_catalogue_as_a_world() -> None:
    world = of_catalogue(load(SHIPPED), 1)
    era = world.at(at())
    assert era.above("vn.01.00070") == {"vn.01.00070", "vn.01", "vn"}
    assert era.above("tw.bkhcn") == {"tw.bkhcn", "tw", "vn"}
    assert "offline" in world.offline and "nqdb" not in world.offline and world.indicators
    assert era.organisations and all(era.knows(unit) for unit in era.organisations)
