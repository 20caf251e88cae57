"""A report is on the glass with the first state that stands beyond its offset."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from schema.kpi import KpiState
from tests.web.fakes import ManualClock, state
from web.latency import WINDOW, Latency, quantile

AT = 1_800_000_000.0


def standing_on(partition: int, offset: int, published: float) -> KpiState:
    return msgspec.structs.replace(
        state(), positions={partition: offset}, as_of=datetime.fromtimestamp(published, UTC)
    )


def test_each_hop_has_its_share() -> None:
    clock = ManualClock(AT + 0.1)
    latency = Latency(clock)
    latency.sent([(3, 7)], received=AT)
    clock.at = AT + 0.5
    latency.shown(standing_on(3, 8, AT + 0.3), heard=AT + 0.4)
    table = latency.table()
    p50 = {hop: row["p50_ms"] for hop, row in table["hops"].items()}
    assert p50 == {
        "gateway": 100.0,
        "fold_and_roll": 200.0,
        "hint": 100.0,
        "screen": 100.0,
        "total": 500.0,
    }
    assert sum(row["share"] for hop, row in table["hops"].items() if hop != "total") == 1.0
    assert latency.to_screen_ms() == 500


def test_a_state_before_the_report_does_not_show_it() -> None:
    clock = ManualClock(AT)
    latency = Latency(clock)
    latency.sent([(3, 7)], received=AT)
    latency.shown(standing_on(3, 7, AT), heard=AT)
    assert (latency.to_screen_ms(), latency.table()["waiting"]) == (None, 1)


def test_old_samples_do_not_count() -> None:
    clock = ManualClock(AT)
    latency = Latency(clock)
    latency.sent([(0, 0)], received=AT)
    latency.shown(standing_on(0, 1, AT), heard=AT)
    assert latency.to_screen_ms() == 0
    clock.at += WINDOW + 1
    assert latency.to_screen_ms() is None
    assert latency.table()["hops"] == {}


def test_quantiles_are_of_the_nearest_rank() -> None:
    values = [float(n) for n in range(1, 101)]
    assert [quantile(values, share) for share in (0.5, 0.99, 1.0, 0.001)] == [50, 99, 100, 1]
