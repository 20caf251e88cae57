"""The order of the flows and the edges of the bins: what SQL holds is read by them for ever."""

from __future__ import annotations

import pytest

from schema.flows import (
    BINS,
    EDGES,
    FLOW,
    FLOW_WIDTH,
    FLOWS,
    FLOWS_MEANING,
    LAGS,
    bin_of,
    bins,
    said,
    span,
    trimmed,
)

FIRST = (
    "completions", "completions_on_time", "difficulties_raised", "difficulties_answered",
    "updates_connector", "updates_form", "updates_file", "updates_on_behalf",
)  # fmt: skip


def test_the_order_of_what_is_stored_never_changes() -> None:
    lags = tuple(
        f"{lag}_{place:02d}" for lag in ("received", "verified", "answered") for place in range(21)
    )
    assert FLOWS[: len(FIRST) + len(lags)] == FIRST + lags
    assert len(FLOW) == FLOW_WIDTH and all(FLOWS_MEANING.values())


def test_the_published_edges_of_the_bins_never_change() -> None:
    minutes = (0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960)
    days = (1, 2, 3, 5, 7, 14, 30, 60, 90)
    assert EDGES == (*(60 * n for n in minutes), *(86_400 * n for n in days))
    assert list(LAGS) == ["received", "verified", "answered"]


@pytest.mark.parametrize("bin_", range(1, BINS))
def test_a_lag_at_an_edge_is_in_the_bin_that_begins_there(bin_: int) -> None:
    assert (bin_of(EDGES[bin_] - 0.001), bin_of(EDGES[bin_])) == (bin_ - 1, bin_)


def test_a_lag_below_zero_is_in_the_first_bin() -> None:
    assert bin_of(-299) == bin_of(0) == 0
    assert bin_of(10**9) == BINS - 1


def test_bins_of_a_row_whose_end_is_left_out() -> None:
    counts = [0] * (FLOW["received_02"] + 1)
    counts[-1] = 7
    assert bins(counts, "received") == (0, 0, 7) + (0,) * (BINS - 3)
    assert bins(counts, "answered") == (0,) * BINS


def test_bins_in_words() -> None:
    assert (span(0), span(4), span(BINS - 1)) == (
        "0 s to under 1 min",
        "10 min to under 15 min",
        "90 d or more",
    )
    assert (said(5), said(7_200), said(86_400)) == ("5 s", "2 h", "1 d")


def test_a_row_ends_with_what_is_not_zero() -> None:
    assert trimmed([(3, -2), (0, 1)]) == (1, 0, 0, -2)
