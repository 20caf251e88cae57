"""Subjects that are no tasks: readings, targets, nil reports, notes (Q14, Q30, Q63–65, Q68)."""

from __future__ import annotations

from typing import Any

import pytest

from schema.notes import Urged
from schema.report import LogReport
from schema.states import Verdict
from schema.update import Corrected, IndicatorReading, SlotNil, TargetSet, Update
from stream.core.entry import entries
from stream.core.other import judge_all
from tests.builders import COMMUNE, OTHER, PROVINCE, at, completed, new_id, on, report, world


def _base() -> dict[str, Any]:
    return {"id": new_id(), "subject": "C01", "occurred_at": at()}


def reading(**fields: Any) -> IndicatorReading:
    return IndicatorReading(**{**_base(), "unit": COMMUNE, "period": "2026-06", **fields})


def judged(*reports: LogReport) -> dict[str, Verdict]:
    found = [entry for one in reports for entry in entries(one, offline=False)]
    return {one.entry.id: one.verdict for one in judge_all(found, world()).judged}


@pytest.mark.parametrize(
    ("update", "unit", "verdict"),
    [
        (reading(), COMMUNE, Verdict.ACCEPTED),
        (reading(), PROVINCE, Verdict.ACCEPTED),
        (reading(), OTHER, Verdict.REJECTED),
        (reading(subject="Z99"), COMMUNE, Verdict.HELD),
        (
            TargetSet(**_base(), unit=COMMUNE, date=on(9), value=9.0),
            PROVINCE,
            Verdict.ACCEPTED,
        ),
        (
            TargetSet(**_base(), unit=COMMUNE, date=on(9), value=9.0),
            COMMUNE,
            Verdict.REJECTED,
        ),
        (TargetSet(**_base(), unit="vn", date=on(9), value=9.0), "vn", Verdict.ACCEPTED),
        (Urged(**{**_base(), "subject": COMMUNE}, to=COMMUNE), PROVINCE, Verdict.ACCEPTED),
        (completed(subject="C01"), COMMUNE, Verdict.REJECTED),
    ],
)
def test_who_may_say_it(update: Update, unit: str, verdict: Verdict) -> None:
    assert judged(report(update, unit=unit)) == {update.id: verdict}


def test_a_reading_taken_back() -> None:
    said = reading()
    back = Corrected(**_base(), supersedes=said.id)
    assert judged(report(said), report(back)) == {
        said.id: Verdict.SUPERSEDED,
        back.id: Verdict.ACCEPTED,
    }


def marks_of(values: list[float], **fields: Any) -> list[tuple[str, ...]]:
    """The marks on readings of these values, one a day; told in the wrong order."""
    said = [
        report(reading(value=value, period=f"p{day}", occurred_at=at(day), **fields))
        for day, value in enumerate(values)
    ]
    found = [entry for one in reversed(said) for entry in entries(one, offline=False)]
    marks = {one.entry.key: one.marks for one in judge_all(found, world()).judged}
    return [marks[key] for key in sorted(marks)]


def test_q65_an_outlier_is_told_by_the_values_before_it() -> None:
    assert marks_of([10, 11, 12, 13, 14, 99, 12])[5:] == [("outlier",), ()]
    assert marks_of([99, 10, 11, 12, 13, 14])[0] == ()


def test_q65_parts_that_do_not_sum_are_marked_and_kept() -> None:
    assert marks_of([3], parts={"a": 1, "b": 1}) == [("parts_do_not_sum",)]
    assert marks_of([2], parts={"a": 1, "b": 1}) == [()]


def test_q68_the_same_fact_from_two_systems_is_marked() -> None:
    said = [reading(value=7.0), reading(value=7.0), reading(value=7.0, period="2026-07")]
    found = [entry for one in said for entry in entries(report(one), offline=False)]
    marks = [one.marks for one in judge_all(found, world()).judged]
    assert sorted(marks) == [(), (), ("duplicate_fact",)]


def test_q63_nothing_to_report_on_an_indicator() -> None:
    known, unknown = (SlotNil(**{**_base(), "subject": s}, subjects=[s]) for s in ("C01", "Z99"))
    assert judged(report(known)) == {known.id: Verdict.ACCEPTED}
    assert judged(report(unknown)) == {unknown.id: Verdict.HELD}


def test_q14_a_corrected_reading_is_stored_as_it_was_sent() -> None:
    said = reading(value=1.0)
    act = Corrected(**_base(), supersedes=said.id, fields={"value": 2.0})
    found = [entry for one in (said, act) for entry in entries(report(one), offline=False)]
    weighed = judge_all(found, world())
    assert [one.entry.update for one in weighed.judged] == [said, act]
    assert [entry.update.value for entry in weighed.accepted] == [2.0]  # type: ignore[union-attr]
