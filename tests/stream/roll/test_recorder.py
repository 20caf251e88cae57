from __future__ import annotations

from collections.abc import Iterable

from schema.measures import ZERO, Counts
from stream.kpi.leaf import Key
from stream.roll.recorder import Recorder
from tests.stream.kpi.places import counts

VN, TW = ("vn", ""), ("tw", "")
ONE, TWO, THREE = (counts(overdue=n) for n in (1, 2, 3))


class Values(dict[Key, Counts]):
    """What scopes are worth, as the country says it."""

    def due(self, recorder: Recorder, touched: Iterable[Key], now: float) -> dict[Key, Counts]:
        recorder.touch(touched)
        return recorder.due(self.__getitem__, now)


def test_at_most_once_in_a_while_for_each_scope() -> None:
    recorder, worth = Recorder(10, {}), Values({VN: ONE, TW: ONE})
    assert worth.due(recorder, [VN], 0) == {VN: ONE}
    worth[VN] = TWO
    assert worth.due(recorder, [VN, TW], 5) == {TW: ONE}
    assert worth.due(recorder, [], 10) == {VN: TWO}


def test_the_last_value_is_written_though_nothing_moves_any_more() -> None:
    recorder, worth = Recorder(10, {}), Values({VN: ONE})
    worth.due(recorder, [VN], 0)
    for now, value in ((1, TWO), (2, THREE)):
        worth[VN] = value
        assert worth.due(recorder, [VN], now) == {}
    assert worth.due(recorder, [], 11) == {VN: THREE}
    assert worth.due(recorder, [], 30) == {}


def test_what_is_the_same_again_is_no_history() -> None:
    recorder, worth = Recorder(10, {VN: ONE}), Values({VN: ONE})
    assert worth.due(recorder, [VN], 0) == {}
    worth[VN] = TWO
    assert worth.due(recorder, [VN], 0) == {VN: TWO}
    worth[VN] = ONE
    worth.due(recorder, [VN], 1)
    worth[VN] = TWO
    assert worth.due(recorder, [VN], 12) == {}, "it came back before it could be written"


def test_what_never_was_anything_but_zero_has_no_history() -> None:
    assert Values({VN: ZERO}).due(Recorder(10, {}), [VN], 0) == {}


def test_history_begins_once() -> None:
    recorder = Recorder(10, {VN: ONE})
    assert recorder.begin([(VN, TWO), (TW, TWO)]) == {TW: TWO}
    assert recorder.begin([(VN, TWO), (TW, THREE)]) == {}
