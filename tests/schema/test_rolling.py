from __future__ import annotations

import msgspec

from schema.rolling import EMPTY, Lag, Pair, Rolling, Window


def test_windows_are_the_same_after_a_journey_in_json() -> None:
    busy = Window(completions=3, on_time=2, received_lag=Lag(7, 300, None), channels=(1, 0, 2, 0))
    given = Rolling(today=Pair(busy, Window()), d7=EMPTY.d7, d30=EMPTY.d30, d90=EMPTY.d90, units=4)
    raw = msgspec.json.encode(given)
    assert msgspec.json.decode(raw, type=Rolling) == given


def test_a_quiet_scope_takes_little_room() -> None:
    assert len(msgspec.json.encode(EMPTY)) < 120
