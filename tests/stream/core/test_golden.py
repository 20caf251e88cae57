"""The calibration set of domain 13 through the real fold: what was published, and what is true.

Counts and exact fractions (Q29); the rates as shown are rounded half up to one decimal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from schema.clock import day_start, local_day
from schema.figures import planning
from schema.fraction import Twin
from schema.measures import named, unpacked
from schema.report import LogReport
from schema.states import State, Verdict
from schema.update import Completed, IndicatorReading, Update, Verified
from tests.builders import COMMUNE, PROVINCE, assigned, new_id, report, world
from tests.memory_log import MemoryLog

TODAY = date(2025, 12, 4)
START = date(2025, 7, 1)
A_REPORT = 300


def percent(share: Fraction) -> str:
    """As a screen shows it: one decimal, half up."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def _given(number: int, due: date | None, start: date = START) -> Update:
    kind = "recurring" if due is None else "one_off"
    code = f"{COMMUNE}.t{number:05d}"
    given = _noon(min(start, START))
    return assigned(code, due=due, start=start, task_kind=kind, occurred_at=given)


def _claim(number: int, day: date) -> Completed:
    return Completed(id=new_id(), subject=f"{COMMUNE}.t{number:05d}", occurred_at=_noon(day))


def _verdict(claim: Completed) -> Verified:
    at = claim.occurred_at + timedelta(hours=1)
    return Verified(id=new_id(), subject=claim.subject, occurred_at=at, of=claim.id)


def _reports(updates: list[Update], unit: str) -> Iterable[LogReport]:
    for begin in range(0, len(updates), A_REPORT):
        yield report(*updates[begin : begin + A_REPORT], unit=unit)


def folded(
    plan: Iterable[tuple[int, date | None, date, date | None, bool]], today: date
) -> MemoryLog:
    """Tasks (how many, due, start, done on, verified) folded; the clock at the end of a day."""
    tasks: list[Update] = []
    claims: list[Update] = []
    verdicts: list[Update] = []
    for count, due, start, done, accepted in plan:
        for _ in range(count):
            number = len(tasks)
            tasks.append(_given(number, due, start))
            if done is not None:
                claims.append(claim := _claim(number, done))
                verdicts += [_verdict(claim)] * accepted
    log = MemoryLog(world())
    log.fold(list(_reports(tasks, PROVINCE)))
    for day in sorted({local_day(claim.occurred_at) for claim in claims}):
        log.clock(day_start(day))
        for said, unit in ((claims, COMMUNE), (verdicts, PROVINCE)):
            told = [one for one in said if local_day(one.occurred_at) == day]
            log.fold(list(_reports(told, unit)))
    log.clock(day_start(today) + timedelta(hours=12))
    return log


def twin_of(log: MemoryLog) -> Twin:
    """The planning tier over all leaves."""
    whole = sum(log.partition.totals.values())
    return planning(named(unpacked(whole)))


DUE_PAST, DUE_SOON, DUE_LATER = date(2025, 11, 14), date(2025, 12, 10), date(2026, 3, 31)
DECEMBER = (
    (519, DUE_PAST, START, date(2025, 11, 14), True),  # on the due day: on time
    (82, DUE_PAST, START, date(2025, 11, 15), True),  # a day after it
    (104, DUE_PAST, START, None, False),
    (23, DUE_SOON, START, date(2025, 12, 3), False),  # reported done, not verified
    (61, DUE_SOON, START, None, False),
    (240, DUE_LATER, START, None, False),
    (80, DUE_LATER, date(2026, 1, 5), None, False),  # not started
    (178, None, START, None, False),  # recurring
)
"""4/12/2025: 1,287 = 601 done + 404 within their deadline + 104 overdue + 178 recurring."""


@cache
def december() -> MemoryLog:
    return folded(DECEMBER, TODAY)


def test_4_december_2025_is_an_exact_partition() -> None:
    twin = twin_of(december())
    assert twin["total"] == 1_287 == 601 + 404 + 104 + 178
    assert (twin["done"], twin["within_deadline"]) == (601, 404)
    assert (twin["states"]["overdue"], twin["states"]["recurring"]) == (104, 178)
    assert sum(twin["states"].values()) == twin["total"]
    assert Counter(p.state for p in december().partition.tasks.values()) == {
        State.DONE_ON_TIME: 519,
        State.DONE_LATE: 82,
        State.OVERDUE: 104,
        State.AWAITING: 23,
        State.DUE_SOON: 61,
        State.IN_TIME: 240,
        State.NOT_STARTED: 80,
        State.RECURRING: 178,
    }


def test_104_overdue_with_both_denominators() -> None:
    """8.1 % of all that is held, 14.8 % of what was due: the denominator belongs on the screen."""
    twin = twin_of(december())
    assert twin["due"] == 705 == 601 + 104
    assert twin["overdue_of_all"] == float(Fraction(104, 1_287))
    assert twin["overdue_rate"] == float(Fraction(104, 705))
    assert twin["completion_of_all"] == float(Fraction(601, 1_287))
    shown = [percent(Fraction(104, whole)) for whole in (1_287, 705)]
    assert shown == ["8.1 %", "14.8 %"]
    assert percent(Fraction(601, 1_287)) == "46.7 %"


def test_the_days_close_with_the_same_parts() -> None:
    """At the next midnight the parts of the day add up to the same whole."""
    log = folded(DECEMBER, TODAY)
    outcome = log.clock(day_start(TODAY + timedelta(days=1)))
    closes = [close for close in outcome.days if close.day == TODAY]
    whole = [sum(row) for row in zip(*(close.counts for close in closes), strict=True)]
    assert sum(whole[:8]) == 1_287


YEAR_2017 = (
    (14_068, date(2017, 11, 10), date(2017, 1, 3), date(2017, 11, 10), True),
    (1_983, date(2017, 11, 10), date(2017, 1, 3), date(2017, 11, 13), True),
    (223, date(2017, 11, 10), date(2017, 1, 3), None, False),
    (5_640, date(2018, 3, 30), date(2017, 1, 3), None, False),
)
"""2017: 21,914 tasks, 16,274 of them due, 16,051 done."""


def test_2017_shows_the_published_rate_and_the_true_one() -> None:
    """21,914 tasks: 98.6 % "on time" was done/(done + overdue); 86.4 % were on time."""
    twin = twin_of(folded(YEAR_2017, date(2017, 12, 31)))
    assert (twin["total"], twin["done"], twin["due"]) == (21_914, 16_051, 16_274)
    wanted = {"completion_of_due": 16_051, "overdue_rate": 223, "on_time_rate": 14_068}
    for name, part in wanted.items():
        assert twin[name] == float(Fraction(part, 16_274))
    shown = [percent(Fraction(part, 16_274)) for part in wanted.values()]
    assert shown == ["98.6 %", "1.4 %", "86.4 %"]


def test_lao_cai_did_all_of_its_167_tasks_on_time() -> None:
    log = folded([(167, DUE_PAST, START, date(2025, 11, 10), True)], TODAY)
    twin = twin_of(log)
    assert (twin["done"], twin["due"], twin["total"]) == (167, 167, 167)
    assert twin["on_time_rate"] == twin["completion_of_due"] == twin["completion_of_all"] == 1.0
    assert twin["overdue_rate"] == 0.0 and twin["avg_days_late"] is None


@pytest.mark.parametrize(
    ("in_time", "marks"), [(1_602, ("parts_do_not_sum",)), (1_620, ())], ids=["printed", "right"]
)
def test_the_sum_that_was_printed_wrong_is_caught(in_time: int, marks: tuple[str, ...]) -> None:
    """9,831 tasks, printed in parts that sum to 9,813: accepted, marked, never repaired."""
    parts: dict[str, Any] = {"done": 7_892, "in_time": in_time, "overdue": 319}
    said = IndicatorReading(
        id=new_id(),
        subject="C01",
        occurred_at=_noon(date(2025, 10, 20)),
        unit=COMMUNE,
        period="2025-10",
        value=9_831,
        parts=parts,
    )
    log = MemoryLog(world())
    log.fold([report(said)])
    judged = log.verdict(said.id)
    assert (judged.verdict, judged.marks) == (Verdict.ACCEPTED, marks)
