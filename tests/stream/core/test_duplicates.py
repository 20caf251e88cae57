"""The same id again: Q11 (another content), Q13 (the same content)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from schema.report import LogReport
from stream.core.duplicates import Again, Twice, settle_twice, stored_form
from stream.core.entry import Entry, entries
from tests.builders import PROVINCE, TASK, assigned, at, new_id, progress, report, world
from tests.memory_log import MemoryLog

ID = new_id()


def said(value: float, reported: float, received: float, **fields: Any) -> LogReport:
    """The update `ID` with a value, reported and received some days after the start."""
    given = {"id": new_id(1), "reported_at": at(reported), "received_at": at(received), **fields}
    return report(progress(value, 1, id=ID), **given)


def entry(value: float, reported: float, received: float, **fields: Any) -> Entry:
    (made,) = entries(said(value, reported, received, **fields), offline=False)
    return made


@pytest.mark.parametrize(
    ("again", "what"),
    [
        (entry(0.4, 2, 2), Twice.DROP),
        (entry(0.4, 3, 3), Twice.DROP),
        (entry(0.4, 1.5, 1.5), Twice.REPLACE),
        (entry(0.4, 1.5, 2.2), Twice.MARK),
        (entry(0.4, 2, 2, id=new_id(2)), Twice.DROP),
        (entry(0.4, 2, 2, id=new_id(0)), Twice.REPLACE),
        (entry(0.4, 2, 2, unit="vn"), Twice.REPLACE),
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


def test_what_stands_is_known_since_the_earliest_of_a_run() -> None:
    again, stands = Again(), entry(0.4, 1.9, 2)
    for other in (entry(0.4, 1.6, 2.2), entry(0.4, 1.5, 2.4), entry(0.4, 1.7, 2.1)):
        assert again.settle(other, stored_form(stands)) is Twice.MARK
    assert again.resolve(stands).known_at == at(1.5) and not again.conflicts
    assert again.replacing == {ID: again.resolve(stands)}
    assert again.resolve(entry(0.4, 1, 1)).known_at == at(1.5)  # the run knows it replaced


def test_q13_of_the_same_content_the_earliest_instants_count() -> None:
    late, early = entry(0.4, 1.9, 2), entry(0.4, 1.5, 2.1)
    for first, second in ((early, late), (late, early)):
        again = Again()
        again.settle(second, stored_form(first))
        both = again.resolve(first)
        assert (both.known_at, both.received_at) == (at(1.5), at(2))
        assert both.key[1] == at(1.5) and not again.conflicts


def test_an_id_twice_in_one_report_is_one_of_them_and_on_another_subject_the_first() -> None:
    given = (progress(0.4, 1, id=ID), progress(0.5, 1, id=ID))
    other = progress(0.4, 1, id=ID, subject=f"{PROVINCE}.t0009")
    for order in itertools.permutations(given):
        again = Again()
        (stands,) = again.once(entries(report(*order), offline=False))
        assert stands.hash == min(one.hash for one in entries(report(*given), offline=False))
        assert again.conflicts == {ID}
    again = Again()
    (first,) = again.once(entries(report(given[0], other), offline=False))
    assert first.subject == TASK and again.conflicts == {ID}


def test_an_id_on_another_subject_never_moves_there() -> None:
    other = progress(0.4, 1, id=ID, subject=f"{PROVINCE}.t0009")
    (moved,) = entries(report(other), offline=False)
    assert settle_twice(moved, stored_form(entry(0.4, 2, 2))) is Twice.MARK


COPIES = [
    said(0.1, 1.9, 2, id=new_id(7), channel="connector", source="one"),
    said(0.1, 1.5, 2.2, id=new_id(5)),
    said(0.1, 1.9, 2, id=new_id(6), unit=PROVINCE),
    said(0.2, 2.1, 2.1),
    said(0.3, 1.8, 3),
]
"""One id: told twice at the same instants, once earlier and received later, and otherwise twice."""


@pytest.mark.parametrize("together", [True, False])
def test_q11_q13_any_order_of_three_contents_and_retries_ends_the_same(together: bool) -> None:
    ends = set()
    for order in itertools.permutations(COPIES):
        log = MemoryLog(world())
        log.fold([report(assigned(), unit=PROVINCE)])
        log.fold(order) if together else log.each(order)
        judged = log.verdict(ID)
        task, entry = log.partition.tasks[TASK].task, judged.entry
        told = (entry.report, entry.unit, entry.source, entry.channel)
        when = (entry.received_at, entry.known_at)
        ends.add((task.progress, judged.marks, when, told, task.updates))
        assert log.days() == log.recounted()
        assert {key: n for key, n in log.reported.items() if n} == log.flows_afresh().reported()
    first = (new_id(6), PROVINCE, "web", "form")
    assert ends == {(1_000, ("conflict",), (at(2), at(1.5)), first, 2)}


def test_one_id_twice_in_one_report_ends_the_same_either_way() -> None:
    ends = set()
    for values in ((0.4, 0.5), (0.5, 0.4), (0.4, 0.5, 0.4)):
        log = MemoryLog(world())
        log.fold([report(assigned(), unit=PROVINCE)])
        log.fold([report(*(progress(value, 1, id=ID) for value in values), received_at=at(1))])
        ends.add((log.partition.tasks[TASK].task.progress, log.verdict(ID).marks))
    assert len(ends) == 1 and ends.pop()[1] == ("conflict",)
