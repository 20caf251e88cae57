"""Readings and targets in force are a function of the set of updates."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.fields import TrajectoryPoint
from schema.states import Verdict
from schema.update import Corrected, IndicatorReading, TargetSet, Update
from stream.core.force import Force
from stream.kpi.strategic.facts import Subject
from tests.builders import COMMUNE, PROVINCE, at, new_id, on, report, world
from tests.memory_log import MemoryLog

SUBJECT = f"C01@{COMMUNE}"


def reading(value: float, days: float = 0, period: str = "2026-06", **fields: Any) -> Update:
    return IndicatorReading(
        id=new_id(), subject="C01", occurred_at=at(days), unit=COMMUNE, period=period,
        value=value, **fields,
    )  # fmt: skip


def target(value: float, days: float = 0, due: int = 90, **fields: Any) -> Update:
    return TargetSet(
        id=new_id(), subject="C01", occurred_at=at(days), unit=COMMUNE, date=on(due),
        value=value, **fields,
    )  # fmt: skip


def correction(of: Update, days: float, fields: dict[str, Any] | None = None) -> Update:
    return Corrected(
        id=new_id(), subject="C01", occurred_at=at(days), supersedes=of.id, fields=fields or {}
    )


def folded(batches: Sequence[Sequence[Update]], unit: str = COMMUNE) -> Force:
    """What is in force after these reports, one fold a batch."""
    log = MemoryLog(world())
    for batch in batches:
        log.fold([report(one, unit=_sender(one, unit), received_at=at(30)) for one in batch])
    return next(one.force[SUBJECT] for one in reversed(log.outcomes) if SUBJECT in one.force)


def _sender(update: Update, unit: str) -> str:
    return PROVINCE if isinstance(update, TargetSet) else unit


def values(force: Force) -> dict[str, Decimal | None]:
    return {one.period: one.value for one in force.readings}


def test_per_period_the_last_in_order_stands() -> None:
    first, second = reading(40, 1), reading(41.5, 2)
    june = Decimal("41.5")
    assert values(folded([[first, second]])) == values(folded([[second], [first]]))
    assert values(folded([[second], [first, reading(7, 3, "2026-07")]])) == {
        "2026-06": june,
        "2026-07": Decimal("7.0"),
    }


def test_what_is_taken_back_is_in_force_no_more() -> None:
    said = reading(40, 1)
    assert folded([[said], [correction(said, 2)]]) == Force(subject=Subject("C01", COMMUNE))


def test_what_is_corrected_stands_corrected() -> None:
    said = reading(400, 1)
    force = folded([[said], [correction(said, 2, {"value": 40.0})]])
    assert [(one.value, one.update) for one in force.readings] == [(Decimal("40.0"), said.id)]


def test_a_correction_of_the_day_says_the_same_in_one_fold_as_in_two() -> None:
    said = reading(40, 3)
    back = correction(said, 4, {"occurred_at": at(1).isoformat()})
    logs = [MemoryLog(world()), MemoryLog(world())]
    logs[0].fold([report(said, back, received_at=at(30))])
    logs[1].each([report(said, received_at=at(30)), report(back, received_at=at(30))])
    rows = [log.verdict(said.id).entry.update.occurred_at for log in logs]
    assert rows == [at(3), at(3)]


def test_a_reading_from_a_stranger_or_the_future_is_not_in_force() -> None:
    log = MemoryLog(world())
    early = reading(1, 5)
    log.fold([report(early, received_at=at(5) - timedelta(hours=1))])
    assert log.verdict(early.id).verdict is Verdict.REJECTED
    assert log.outcomes[-1].force[SUBJECT].readings == ()


def test_the_highest_version_of_the_targets_is_in_force() -> None:
    force = folded([[target(80, 1, version=1), target(90, 2, due=120, version=2)]])
    assert [(one.on, one.value) for one in force.targets] == [(on(120), Decimal("90.0"))]


def test_a_path_is_kept_with_its_target() -> None:
    way = [TrajectoryPoint(date=on(60), value=70), TrajectoryPoint(date=on(30), value=50.1)]
    [only] = folded([[target(90, 1, trajectory=way, shape="step")]]).targets
    assert only.shape == "step"
    assert only.trajectory == ((on(30), Decimal("50.1")), (on(60), Decimal("70")))


def test_tasks_and_notes_put_nothing_in_force() -> None:
    log = MemoryLog(world())
    assert log.fold([report(reading(1), unit=COMMUNE)]).force.keys() == {SUBJECT}


@pytest.mark.parametrize("value", [0.1, 1e-7, 123456789.25, -3.0])
def test_values_keep_their_digits(value: float) -> None:
    [only] = folded([[reading(value)]]).readings
    assert only.value == Decimal(repr(value))


said = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["2026-05", "2026-06"]), st.integers(0, 99)),
    min_size=1,
    max_size=8,
)


@given(said=said, aims=st.lists(st.integers(1, 3), max_size=3), seed=st.integers(0, 999))
def test_any_order_and_any_cut_gives_the_same(
    said: list[tuple[int, str, int]], aims: list[int], seed: int
) -> None:
    rng = random.Random(seed)
    updates: list[Update] = [reading(value, day, period) for day, period, value in said]
    updates += [target(10 * version, version, version=version) for version in aims]
    taken = rng.choice(updates)
    if isinstance(taken, IndicatorReading):
        updates.append(correction(taken, 25, rng.choice([{}, {"value": 5.0}])))
    shuffled = rng.sample(updates, len(updates))
    cut = rng.randint(0, len(shuffled))
    again = shuffled[:cut] + rng.sample(shuffled, min(2, len(shuffled)))
    assert folded([updates]) == folded([again, shuffled[cut:]])
