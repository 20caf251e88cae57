"""Tasks for the tests of the ranking: in June 2026, which begins on a Monday, without holidays."""

from __future__ import annotations

from datetime import date

import msgspec

from schema.catalogue import Catalogue, League
from schema.unit import Unit, UnitKind
from schema.workdays import state_offices
from stream.core.task import Claim, Done, TaskState
from stream.kpi.ranking.held import Held, on_day
from tests.stream.kpi.test_planning import task as one_task

CALENDAR = state_offices()
TODAY = date(2026, 6, 24)
SINCE = date(2025, 7, 1)


def june(day: int) -> date:
    return date(2026, 6, day)


def task(
    code: str,
    due: int,
    *,
    done: int | None = None,
    claimed: int | None = None,
    weight: int | None = 1_000,
    recurring: bool = False,
) -> TaskState:
    """A task of the unit its code begins with, given on the 1st; days of June."""
    base = one_task(recurring=recurring)
    assert base.assignment is not None
    given = msgspec.structs.replace(
        base.assignment, lead=code.rpartition(".t")[0], weight=weight, due_0=june(due)
    )
    day = june(claimed) if claimed else TODAY
    return msgspec.structs.replace(
        base,
        code=code,
        assignment=given,
        due=june(due),
        done=Done("c", june(done)) if done else None,
        claim=Claim("c", day, day, day) if claimed else None,
    )


def held(unit: str, *tasks: TaskState, today: date = TODAY) -> Held:
    """What a unit holds that has these tasks."""
    return Held(unit, on_day(tasks, today, CALENDAR), today, CALENDAR)


def unit(code: str, kind: UnitKind, parent: str | None, league: str | None = None) -> Unit:
    return Unit(
        code=code, kind=kind, name_vi=code, name_en=code, short_vi=code, parent=parent,
        valid_from=SINCE, league=league,
    )  # fmt: skip


COUNTRY = Catalogue(
    name_vi="Nước thử",
    name_en="Test country",
    units=(
        unit("vn", "root", None),
        unit("vn.01", "province", "vn", "provinces"),
        unit("vn.01.00001", "commune", "vn.01", "communes.vn.01"),
        unit("vn.02", "province", "vn", "provinces"),
        unit("vn.03", "province", "vn", "provinces"),
    ),
    leagues=(
        League(code="provinces", name_vi="Tỉnh", name_en="Provinces"),
        League(code="communes.vn.01", name_vi="Xã", name_en="Communes"),
    ),
)
