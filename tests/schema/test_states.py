"""The eight parts of the whole, what is outside it, and the signs."""

from __future__ import annotations

from schema.states import (
    OPEN,
    P_LATE_AMBER,
    P_LATE_RED,
    PARTITION,
    SEVERITY,
    WITHDRAWN,
    Sign,
    State,
    Verdict,
)


def test_every_state_is_in_the_partition_or_outside_it() -> None:
    assert len(PARTITION) == len(set(PARTITION)) == 8
    assert set(PARTITION) | set(WITHDRAWN) | {State.UNKNOWN} == set(State)
    assert not set(PARTITION) & set(WITHDRAWN)


def test_open_states_are_those_not_settled() -> None:
    settled = {State.DONE_ON_TIME, State.DONE_LATE, State.RECURRING}
    assert set(PARTITION) - settled == OPEN


def test_signs_from_quiet_to_urgent() -> None:
    assert (P_LATE_AMBER, P_LATE_RED) == (5_000, 8_000)
    assert SEVERITY == (Sign.ON_TRACK, Sign.AT_RISK, Sign.BEHIND, Sign.OVERDUE)
    assert set(Sign) - set(SEVERITY) == {Sign.SILENT, Sign.NONE}


def test_words_are_their_own_names() -> None:
    """Words of SQL and JSON: the name in lower case, never another."""
    assert all(word.value == word.name.lower() for word in (*State, *Sign, *Verdict))
