"""A task on past days, and by how much two pasts differ."""

from __future__ import annotations

from schema.measures import INDEX, ZERO
from schema.update import Update
from stream.core.entry import Entry, entries
from stream.core.past import Span, difference, past_of, state_on
from tests.builders import (
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    on,
    progress,
    report,
    verified,
    world,
)

CALENDARS = (world().calendar, world().calendar)
SPAN = Span(on(0), on(9))


def told(*updates: Update) -> list[Entry]:
    return [e for u in updates for e in entries(report(u, unit=PROVINCE), offline=False)]


def test_on_each_day_it_stands_as_what_belongs_to_that_day_says() -> None:
    past = past_of(TASK, told(assigned(), progress(0.5, 3), completed(6), verified(8)), world())
    states = [state_on(past, on(n)) for n in (-1, 0, 4, 5, 6)]
    assert states[0] is None
    assert [s and (s.progress, bool(s.done)) for s in states[1:]] == [
        (None, False),
        (5_000, False),
        (5_000, False),
        (5_000, True),
    ]


def test_a_completion_known_late_leaves_later_facts_on_their_days() -> None:
    claim = entries(
        report(completed(1), unit=PROVINCE, reported_at=at(8), received_at=at(8)), offline=False
    )
    past = past_of(TASK, [*told(assigned(), progress(0.5, 3)), *claim], world())
    assert [day for day, _ in past] == [on(0), on(3), on(8)]
    before, after = state_on(past, on(7)), state_on(past, on(8))
    assert before and before.claim is None and before.progress == 5_000
    assert after and after.claim is not None


def test_pasts_that_count_alike_do_not_differ() -> None:
    same = told(assigned(), progress(0.5, 3))
    again = [*same, *told(progress(0.5, 3))]
    pasts = [past_of(TASK, given, world()) for given in (same, again)]
    assert difference(pasts[0], pasts[1], CALENDARS, SPAN) == {}


def test_the_difference_follows_time_and_ends_with_zeros() -> None:
    given = assigned(due=on(3))
    old, new = (past_of(TASK, told(*u), world()) for u in ([given], [given, completed(1)]))
    ((_, steps),) = difference(old, new, CALENDARS, SPAN).items()
    overdue = {day: by[INDEX["overdue"]] for day, by in steps}
    late = {day: by[INDEX["days_late"]] for day, by in steps}
    assert overdue[on(1)] == 0 and overdue[on(4)] == -1
    assert late[on(4)] == -1 and late[on(7)] == -2  # Friday, Monday
    assert steps[-1] == (on(10), ZERO)


def test_another_lead_is_another_leaf() -> None:
    given, moved = assigned(), assigned(lead=OTHER, occurred_at=at(2))
    old, new = (past_of(TASK, told(*u), world()) for u in ([given], [given, moved]))
    found = difference(old, new, CALENDARS, SPAN)
    assert {leaf.lead for leaf in found} == {TASK.rpartition(".t")[0], OTHER}
    sums = [sum(column) for column in zip(*(steps[0][1] for steps in found.values()), strict=True)]
    assert not any(sums)
