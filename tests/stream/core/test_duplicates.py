"""The same id again: Q11 (another content), Q13 (the same content)."""

from __future__ import annotations

import itertools

import pytest

from schema.report import LogReport
from stream.core.duplicates import Twice, settle_twice, stored_form, united
from stream.core.entry import Entry, entries
from tests.builders import PROVINCE, TASK, assigned, at, new_id, progress, report, world
from tests.memory_log import MemoryLog

ID = new_id()


def said(value: float, reported: float, received: float) -> LogReport:
    """The update `ID` with a value, reported and received some days after the start."""
    return report(progress(value, 1, id=ID), reported_at=at(reported), received_at=at(received))


def entry(value: float, reported: float, received: float) -> Entry:
    (made,) = entries(said(value, reported, received), offline=False)
    return made


@pytest.mark.parametrize(
    ("again", "what"),
    [
        (entry(0.4, 2, 2), Twice.DROP),
        (entry(0.4, 3, 3), Twice.DROP),
        (entry(0.4, 1.5, 1.5), Twice.REPLACE),
        (entry(0.5, 3, 3), Twice.MARK),
        (entry(0.5, 1.5, 1.5), Twice.REPLACE),
    ],
)
def test_q11_the_smaller_received_at_stands(again: Entry, what: Twice) -> None:
    assert settle_twice(again, stored_form(entry(0.4, 2, 2))) is what


def test_q11_at_the_same_instant_the_smaller_hash_stands() -> None:
    one, two = entry(0.4, 2, 2), entry(0.5, 2, 2)
    results = {settle_twice(one, stored_form(two)), settle_twice(two, stored_form(one))}
    assert results == {Twice.REPLACE, Twice.MARK}


def test_q13_of_the_same_content_the_earliest_instants_count() -> None:
    late, early = entry(0.4, 1.9, 2), entry(0.4, 1.5, 2.1)
    both = united(early, stored_form(late))
    assert (both.known_at, both.received_at) == (at(1.5), at(2))
    assert both.key[1] == at(1.5)


def test_an_id_on_another_subject_never_moves_there() -> None:
    other = progress(0.4, 1, id=ID, subject=f"{PROVINCE}.t0009")
    (moved,) = entries(report(other), offline=False)
    assert settle_twice(moved, stored_form(entry(0.4, 2, 2))) is Twice.MARK


def test_q11_q13_any_order_of_three_contents_and_retries_ends_the_same() -> None:
    given = [said(0.1, 1.9, 2), said(0.1, 1.5, 2.2), said(0.2, 2.1, 2.1), said(0.3, 3, 3)]
    ends = set()
    for order in itertools.permutations(given):
        log = MemoryLog(world())
        log.fold([report(assigned(), unit=PROVINCE)])
        log.each(order)
        judged = log.verdict(ID)
        task = log.partition.tasks[TASK].task
        ends.add((task.progress, judged.marks, judged.entry.received_at, task.updates))
    assert ends == {(1_000, ("conflict",), at(2), 2)}
