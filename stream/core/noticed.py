"""What an update adds to the data quality of the unit that reports it: records, faults, checks.

Pure functions of updates as they stand and of the verdicts on them. Records and faults count on the
day reported, checks and violations on the day occurred (Q62). A record in force is counted by its
channel already (`fact_flows`); every progress is two checks there, every verdict one of the task's
lead (`task_flows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from schema.clock import local_day, local_ordinal
from schema.flows import FLOW
from schema.states import Verdict
from schema.update import IndicatorReading
from stream.core.duplicates import CONFLICT
from stream.core.entry import Judged
from stream.core.flow import Flows, Place
from stream.core.form import UNKNOWN_UNIT
from stream.core.told import DUPLICATE
from stream.kpi.plausible import can_judge, value_of

RETURNED = 2
"""Severity of a claim that was sent back, in halves (Q64)."""
SEVERITY = {"fall_without_reason": 2, "parts_do_not_sum": 2, "jump_on_eve": 1, "outlier": 1}
"""By mark, in halves (Q64)."""
FAULTS = frozenset({CONFLICT, UNKNOWN_UNIT, DUPLICATE})
"""Marks that make a record a fault (Q68)."""
_OTHER, _FAULTS, _HELD = FLOW["records_other"], FLOW["faults"], FLOW["held"]
_CHECKS, _SEVERITY = FLOW["checks"], FLOW["severity"]


def noticed(moved: dict[Place, int], one: Judged, sign: int) -> None:
    """Count an update that is marked or not in force into the days of its unit.

    What was taken back is still a record; whatever was wrong with it is settled.
    """
    day = local_ordinal(one.entry.known_at)
    if one.verdict is not Verdict.ACCEPTED:
        _add(moved, (day, _OTHER), sign)
    if one.verdict is Verdict.SUPERSEDED:
        return
    if not FAULTS.isdisjoint(one.marks):
        _add(moved, (day, _FAULTS), sign)
    elif one.verdict is Verdict.HELD:
        _add(moved, (day, _HELD), sign)
    severity = severity_of(one)
    if severity:
        occurred = local_ordinal(one.entry.update.occurred_at)
        _add(moved, (occurred, _SEVERITY), sign * severity)


def severity_of(one: Judged) -> int:
    """How much is wrong with a fact in force by its marks, in halves."""
    if one.verdict is not Verdict.ACCEPTED:
        return 0
    return sum(SEVERITY.get(mark, 0) for mark in one.marks)


def count_readings(flows: Flows, standing: Iterable[Judged], sign: int = 1) -> None:
    """Checks on the readings of one indicator and unit, all of them (Q65)."""
    for one, checks in checks_of(standing):
        if checks:
            place = (local_ordinal(one.entry.update.occurred_at), _CHECKS)
            _add(flows.of((one.entry.unit, "", "", "")), place, sign * checks)


def checks_of(standing: Iterable[Judged]) -> Iterator[tuple[Judged, int]]:
    """Accepted readings in their order, and how many checks were run on each.

    One on parts beside a value; one for an outlier where enough earlier values tell one.
    """
    accepted = [one for one in standing if one.verdict is Verdict.ACCEPTED]
    earlier: list[Fraction] = []
    facts: set[tuple[str, Fraction, date]] = set()
    for one in sorted(accepted, key=lambda judged: judged.entry.key):
        reading = one.entry.update
        if not isinstance(reading, IndicatorReading):
            continue
        value = value_of(reading)
        checks = int(bool(reading.parts) and reading.value is not None)
        if value is not None:
            checks += can_judge(earlier)
            fact = (reading.period, value, local_day(reading.occurred_at))
            if fact not in facts:
                facts.add(fact)
                earlier.append(value)
        yield one, checks


def _add(moved: dict[Place, int], place: Place, number: int) -> None:
    moved[place] = moved.get(place, 0) + number
