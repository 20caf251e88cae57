"""288 bins of real arrivals; a gap is where nobody listened; the band is of this hour's past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from web.facts.pulse import BIN, BINS, band_of, bin_of, bins, first_bin, hour_of, quantile

NOW = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)  # Sunday, 14:03 in Việt Nam
NONE: frozenset[datetime] = frozenset()


def test_bins_end_with_the_running_one() -> None:
    made = bins({}, NONE, None, {}, NOW)
    assert len(made) == BINS
    assert (made[0].start, made[-1].start) == (
        first_bin(NOW),
        datetime(2026, 11, 22, 7, tzinfo=UTC),
    )
    assert {after.start - before.start for before, after in pairwise(made)} == {BIN}


def test_arrivals_are_where_they_came() -> None:
    at = bin_of(NOW) - 3 * BIN
    assert [each.updates for each in bins({at: 12}, NONE, None, {}, NOW)][-5:] == [0, 12, 0, 0, 0]


def test_a_gap_is_where_nobody_listened() -> None:
    running = bin_of(NOW)
    listened = frozenset({running - 4 * BIN, running - BIN})
    made = bins({running - 2 * BIN: 5}, listened, running - 4 * BIN, {}, NOW)
    assert [each.updates for each in made][-6:] == [0, 0, None, 5, 0, 0]
    assert made[0].updates == 0, "before anybody listened first, nothing is known of gaps"


def test_the_band_is_of_weekday_and_hour() -> None:
    made = bins({}, NONE, None, {(7, 14): (1.0, 9.0)}, NOW)
    assert (made[-1].low, made[-1].high) == (1.0, 9.0)
    assert (made[0].low, made[0].high) == (None, None)


def test_a_band_counts_the_quiet_bins_too() -> None:
    until = datetime(2026, 11, 15, 17, tzinfo=UTC)
    since = until - timedelta(days=14)
    hour = datetime(2026, 11, 15, 7, tzinfo=UTC)  # a Sunday at 14:00
    rows = [(hour + n * BIN, 10) for n in range(3)]
    band = band_of(rows, since, until)
    assert band[(7, 14)] == (0.0, 10.0), "3 of 24 bins had 10 updates"
    assert band[(7, 3)] == (0.0, 0.0)
    assert (1, 14) not in band, "Mondays were not asked for"


def test_an_hour_with_little_past_has_no_band() -> None:
    until = datetime(2026, 11, 15, 7, 30, tzinfo=UTC)
    since = until - timedelta(minutes=30)
    assert band_of([(bin_of(since), 4)], since, until) == {}


def test_quantiles_are_of_the_nearest_rank() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0.1, 0.5, 0.9)] == [1.0, 2.0, 4.0]


def test_hours_are_local() -> None:
    assert hour_of(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)) == (1, 0)
