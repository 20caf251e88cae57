"""Envelope and order: Q8, Q10."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from stream.core.entry import entries, known_at, replaced
from tests.builders import MORNING, at, progress, report

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
