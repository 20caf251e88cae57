"""The pulse streams new bins, patches the running one, and draws nothing it does not know."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from tests.web.fakes import T0, facts, pulse
from web.compose.facts import PulseBin
from web.documents.pulse import BINS, WIDTH, PulseChart, ceiling, columns


def bin_(updates: int | None, high: float | None = None, start: int = 0) -> PulseBin:
    return PulseBin(start=T0 + timedelta(seconds=start * WIDTH), updates=updates, high=high)


def test_a_gap_is_hatched_and_has_no_bar() -> None:
    made = columns((bin_(3, 9.0), bin_(None, start=1)))
    assert (made["updates"], made["gap"]) == ([3, 0], [0, 1])
    assert (made["low"], made["high"]) == ([0, 0], [9.0, 0])
    assert made["end"][0] == made["x"][1], "bins touch"


@pytest.mark.parametrize(("updates", "top"), [(0, 10), (10, 10), (11, 20), (51, 100), (501, 1000)])
def test_the_scale_moves_in_steps(updates: int, top: int) -> None:
    assert ceiling((bin_(updates),)) == top
    assert ceiling((bin_(0, float(updates)),)) == top


def test_the_axis_follows_the_bins() -> None:
    chart = PulseChart()
    chart.show(facts(None, pulse()))
    shown = chart._source.data
    assert len(shown["x"]) == BINS
    assert (chart._x.start, chart._x.end) == (T0.timestamp(), T0.timestamp() + BINS * WIDTH)
    chart.show(facts(None, pulse(T0 + timedelta(minutes=10))))
    assert (len(chart._source.data["x"]), chart._x.start) == (BINS, T0.timestamp() + 600)


def test_without_a_pulse_nothing_is_drawn() -> None:
    chart = PulseChart()
    chart.show(facts(None, pulse()))
    chart.show(facts(None, None))
    assert chart._source.data["x"] == []


def test_bins_that_do_not_touch_are_an_error() -> None:
    broken = msgspec.structs.replace(pulse(), bins=(bin_(1), bin_(1, start=2)))
    with pytest.raises(ValueError, match="expected bins 300 s apart"):
        PulseChart().show(facts(None, broken))
