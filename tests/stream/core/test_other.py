"""Subjects that are no tasks: readings, targets, notes."""

from __future__ import annotations

from typing import Any

import pytest

from schema.notes import Urged
from schema.report import LogReport
from schema.states import Verdict
from schema.update import Corrected, IndicatorReading, TargetSet, Update
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
