"""Windows followed row by row equal a recount of the rows there are (Q80–84)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.flows import FLOW, FLOW_WIDTH, bin_of
from schema.measures import Counts
from schema.rolling import Lag, Rolling, Window
from stream.kpi.cut import REPORTERS
from stream.kpi.leaf import Group, Key
from stream.kpi.rolling.windows import Windows
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, cut

LENGTHS = {"today": 1, "d7": 7, "d30": 30, "d90": 90}
ROW = tuple[int, Group, date]


def flows(**numbers: int) -> Counts:
    """Flows by name; all others 0."""
    row = [0] * FLOW_WIDTH
    for name, number in numbers.items():
        row[FLOW[name]] = number
    return tuple(row)


def test_a_scope_of_units_has_everything() -> None:
    windows = Windows(cut(), TODAY)
    lag = f"received_{bin_of(400):02d}"
    done = flows(completions=3, completions_on_time=2, difficulties_raised=1)
    said = flows(updates_connector=4, updates_file=1)
    said = tuple(a + b for a, b in zip(said, flows(**{lag: 5}), strict=True))
    touched = windows.put_flows(
        [
            ((0, Group("vn.01.00001", "nq57", "", ""), TODAY), TODAY, done),
            ((1, Group("vn.01.00001", "", "", ""), TODAY), TODAY, said),
        ]
    )
    assert ("vn", "nq57") in touched and ("vn.01", "") in touched
    assert windows.put_reports([("vn.01.00001", TODAY, 2)]) == {
        ("vn.01.00001", ""), ("vn.01", ""), ("vn", ""),
    }  # fmt: skip
    found = windows.of(("vn", ""))
    assert (found.units, found.communes) == (7, 3)
    assert found.d7.now == found.today.now == Window(
        completions=3, on_time=2, raised=1, received_lag=Lag(5, 300, 600),
        channels=(4, 0, 1, 0), reports=2, units=1, communes=1,
    )  # fmt: skip
    assert found.d7.before is None, "nothing is known of the time before the log"
    assert windows.of(("vn", "")) is found, "made once"
    assert (windows.of(("vn.01", "")).units, windows.of(("vn.01", "")).communes) == (3, 2)
    windows.begin_history(TODAY - timedelta(days=13))
    found = windows.of(("vn", ""))
    assert (found.d7.before, found.d30.before) == (Window(), None)
    windows.begin_history(TODAY - timedelta(days=12))
    assert windows.of(("vn", "")).d7.before is None


def test_what_is_answered_and_verified_and_how_soon() -> None:
    windows = Windows(cut(), TODAY)
    lags = {f"answered_{bin_of(70):02d}": 2, f"verified_{bin_of(400):02d}": 3}
    happened = flows(difficulties_answered=2, **lags)
    windows.put_flows([((0, Group("vn.01", "nq57", "", ""), TODAY), TODAY, happened)])
    assert windows.of(("vn", "nq57")).today.now == Window(
        answered=2, answered_lag=Lag(2, 60, 120), verified_lag=Lag(3, 300, 600)
    )


def test_reports_without_flows_are_in_the_window_all_the_same() -> None:
    windows = Windows(cut(), TODAY)
    windows.put_reports([("vn.01", TODAY, 2)])
    assert windows.of(("vn", "")).today.now == Window(reports=2, units=1)
    assert windows.of(("vn.02", "")).today.now == Window()


def test_a_programme_or_field_has_what_tasks_contribute() -> None:
    windows = Windows(cut(), TODAY)
    windows.put_flows([((0, Group("vn.01", "nq57", "A", ""), TODAY), TODAY, flows(completions=1))])
    windows.put_reports([("vn.01", TODAY, 1)])
    for key in (("vn", "nq57"), ("f.A", ""), ("f.A", "nq57")):
        found = windows.of(key)
        assert (found.units, found.today.now) == (None, Window(completions=1))


def test_windows_are_made_anew_when_a_row_moves() -> None:
    windows, row = Windows(cut(), TODAY), (0, Group("vn.01", "", "", ""), TODAY)
    for number in (1, 2):
        windows.put_flows([(row, TODAY, flows(completions=number))])
        windows.put_reports([("vn.01", TODAY, number)])
        now = windows.of(("vn", "")).today.now
        assert (now.completions, now.reports) == (number, number)


def test_windows_are_made_anew_when_their_day_is_over() -> None:
    windows = Windows(cut(), TODAY)
    windows.put_flows([((0, Group("vn.01", "", "", ""), TODAY), TODAY, flows(completions=1))])
    assert windows.of(("vn", "")).today.now.completions == 1
    windows.begin_day(TODAY + timedelta(days=1))
    windows.begin_history(TODAY)
    found = windows.of(("vn", ""))
    assert found.today.before is not None
    assert (found.today.now.completions, found.today.before.completions) == (0, 1)


KEYS: tuple[Key, ...] = (
    *(("vn", ""), ("vn.01", ""), ("vn.01.00001", "")),
    *(("f.A", "nq57"), ("tw", "nq57")),
)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_is_followed_equals_a_recount(seed: int) -> None:
    rng = random.Random(seed)
    windows, today = Windows(cut(), TODAY), TODAY
    windows.begin_history(TODAY - timedelta(days=400))
    rows: dict[tuple[ROW, date], Counts] = {}
    reports: dict[tuple[str, date], int] = {}
    for _ in range(rng.randrange(1, 60)):
        day = today - timedelta(days=rng.choice((-1, 0, 1, 2, 6, 7, 13, 29, 30, 89, 179, 180)))
        lead = rng.choice(LEADS)
        group = Group(lead, rng.choice(("", "nq57")), rng.choice(("", "A")), "")
        row = (rng.randrange(2), group, day + rng.randrange(2) * timedelta(days=3))
        rows[row, day] = counts = flows(completions=rng.randrange(3), received_03=rng.randrange(3))
        windows.put_flows([(row, day, counts)])
        reports[lead, day] = rng.randrange(3)
        windows.put_reports([(lead, day, reports[lead, day])])
        for key in KEYS:
            windows.of(key)  # made now and then, and made anew only when it moved
        if rng.random() < 0.2:
            today += timedelta(days=rng.choice((1, 1, 6, 31)))
            windows.begin_day(today)
        if rng.random() < 0.05:
            windows.recut(cut())
    for key in KEYS:
        assert_recounted(windows.of(key), key, today, rows, reports)


def assert_recounted(
    found: Rolling,
    key: Key,
    today: date,
    rows: dict[tuple[ROW, date], Counts],
    reports: dict[tuple[str, date], int],
) -> None:
    """Every window of a scope is what its days come to."""
    tree = cut()
    for name, length in LENGTHS.items():
        for shift, side in ((0, "now"), (length, "before")):
            days = {today - timedelta(days=shift + n) for n in range(length)}
            window = getattr(getattr(found, name), side)
            own = [
                counts
                for ((_, group, _), day), counts in rows.items()
                if day in days and key in {count.key for count in tree.counts(group)}
            ]
            assert window.completions == sum(counts[0] for counts in own)
            if found.units is None:
                continue
            late = sum(counts[FLOW["received_03"]] for counts in own)
            assert window.received_lag == (Lag(late, 300, 600) if late else None)
            made = {
                unit: n
                for (unit, day), n in reports.items()
                if n and day in days and key[0] in tree.line(unit)
            }
            kinds = {one.code: one.kind for one in COUNTRY.units}
            assert window.units == len([unit for unit in made if kinds[unit] in REPORTERS])
            assert window.communes == len([unit for unit in made if kinds[unit] == "commune"])
            total = [n for (u, day), n in reports.items() if day in days and key[0] in tree.line(u)]
            assert window.reports == sum(total)
