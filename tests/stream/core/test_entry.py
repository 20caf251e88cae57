"""Envelope, order and subjects: Q8, Q10, Q14, Q63."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from schema.notes import Urged
from schema.update import Corrected, IndicatorReading, SlotNil, Update
from stream.core.entry import (
    entries,
    entry_ids,
    ids_of,
    known_at,
    replaced,
    speaker_of,
    subjects_of,
)
from tests.builders import COMMUNE, MORNING, OTHER, PROVINCE, TASK, at, new_id, progress, report

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("reported", "received", "offline", "known"),
    [
        (MORNING, MORNING, False, MORNING),
        (MORNING + timedelta(minutes=4), MORNING, False, MORNING),
        (MORNING, MORNING + DAY, False, MORNING),
        (MORNING, MORNING + DAY + timedelta(microseconds=1), False, None),
        (MORNING, MORNING + 9 * DAY, True, MORNING),
    ],
)
def test_the_instant_a_report_counts_as_known(
    reported: datetime, received: datetime, offline: bool, known: datetime | None
) -> None:
    assert known_at(reported, received, offline=offline) == (known or received)


def test_the_order_is_occurred_known_sequence_id() -> None:
    made = [
        report(progress(0.1, 1), reported_at=at(5), received_at=at(5)),
        report(progress(0.1, 1), reported_at=at(6), received_at=at(6)),
        report(progress(0.1, 2, source_seq=1), reported_at=at(6), received_at=at(6)),
        report(progress(0.1, 2, source_seq=2), reported_at=at(6), received_at=at(6)),
        report(progress(0.1, 2, source_seq=2), reported_at=at(6), received_at=at(6)),
    ]
    in_order = [entries(one, offline=False)[0] for one in made]
    shuffled = random.Random(3).sample(in_order, k=len(in_order))
    assert sorted(shuffled, key=lambda entry: entry.key) == in_order


def test_a_replaced_update_moves_to_its_own_place_but_stays_known_since() -> None:
    (entry,) = entries(report(progress(0.1, 3)), offline=False)
    moved = replaced(entry, progress(0.1, 1, id=entry.id))
    assert moved.key < entry.key and moved.known_at == entry.known_at
    assert moved.body == entry.body


SECOND = f"{COMMUNE}.t0002"


def _base(subject: str) -> dict[str, Any]:
    return {"id": new_id(), "subject": subject, "occurred_at": at()}


@pytest.mark.parametrize(
    ("update", "subjects"),
    [
        (progress(0.1), [TASK]),
        (IndicatorReading(**_base("C01"), unit=COMMUNE, period="p"), [f"C01@{COMMUNE}"]),
        (Corrected(**_base("C01"), supersedes=new_id()), [f"C01@{PROVINCE}"]),
        (Urged(**_base(COMMUNE), to=COMMUNE), [f"{COMMUNE}@{PROVINCE}"]),
        (SlotNil(**_base(SECOND), subjects=[TASK, SECOND, TASK]), [SECOND, TASK]),
        (SlotNil(**_base(COMMUNE), subjects=[TASK, SECOND]), [TASK, SECOND]),
        (SlotNil(**_base("C01"), subjects=["C01"]), [f"C01@{PROVINCE}"]),
    ],
)
def test_what_an_update_is_folded_with(update: Update, subjects: list[str]) -> None:
    assert subjects_of(update, PROVINCE) == subjects
    made = entries(report(update, unit=PROVINCE), offline=False)
    assert [entry.subject for entry in made] == subjects
    ids = [entry.id for entry in made]
    assert ids == [one for one, _, _ in entry_ids(report(update))] == ids_of(report(update))
    assert made[0].id == update.id and len({entry.id for entry in made}) == len(made)


def test_ids_for_further_subjects_are_the_same_for_every_reader() -> None:
    nil = SlotNil(**_base(TASK), subjects=[TASK, SECOND])
    one, two = (entries(report(nil), offline=False) for _ in range(2))
    assert [entry.id for entry in one] == [entry.id for entry in two]
    assert one[1].body == one[0].body and one[1].hash == one[0].hash


def test_q14_a_correction_of_what_another_unit_reads_goes_to_that_unit() -> None:
    """A parent that reported for a commune corrects on its behalf."""
    back = Corrected(**_base("C01"), supersedes=new_id())
    (entry,) = entries(report(back, unit=PROVINCE, on_behalf_of=COMMUNE), offline=False)
    assert entry.subject == f"C01@{COMMUNE}" and entry.unit == PROVINCE


@pytest.mark.parametrize(
    ("subject", "speaker"), [(TASK, COMMUNE), (f"C01@{OTHER}", OTHER), ("vn.15@vn", "vn")]
)
def test_the_home_of_a_folding_subject(subject: str, speaker: str) -> None:
    assert speaker_of(subject) == speaker
