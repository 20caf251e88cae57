"""Questions to the forecast, drawn by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from schema.workdays import state_offices
from stream.kpi.forecast.forecast import forecast
from stream.kpi.forecast.record import Forecast, Point, Signals

CALENDAR = state_offices()
START = date(2026, 3, 2)  # a Monday
DUE = date(2026, 8, 31)


class Asked(Struct, frozen=True, kw_only=True):
    """What a forecast is asked."""

    history: tuple[Point, ...] = ()
    start: date = START
    due: date = DUE
    today: date = date(2026, 6, 1)
    signals: Signals = Signals()

    def answer(self) -> Forecast:
        """The forecast."""
        return forecast(self.history, self.start, self.due, self.today, self.signals, CALENDAR)


def weekly(*progress: int, first: date = date(2026, 3, 9)) -> tuple[Point, ...]:
    """A report a week, in 1/100."""
    return tuple(
        Point(first + timedelta(weeks=week), 100 * said) for week, said in enumerate(progress)
    )


_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
_POINTS = st.builds(Point, st.integers(-30, 400).map(lambda n: START + timedelta(days=n)),
                    st.integers(0, 10_000))  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Any question about an open task."""
    signals = Signals(
        heard=draw(st.none() | _DAYS),
        max_age_days=draw(st.integers(1, 90)),
        waiting_days=draw(st.none() | st.integers(0, 400)),
        kept=draw(st.integers(0, 500)),
        missed=draw(st.integers(0, 500)),
    )
    given: dict[str, Any] = {
        "history": tuple(draw(st.lists(_POINTS, max_size=16))),
        "start": START,
        "due": START + timedelta(days=draw(st.integers(0, 500))),
        "today": START + timedelta(days=draw(st.integers(-60, 600))),
        "signals": signals,
    }
    return Asked(**given)
