"""Windows taken apart by the days that came in and went out."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from schema.flows import FLOW
from web.compose.accounts.item import Item
from web.compose.accounts.rolling import (
    FIGURES,
    Day,
    Days,
    account,
    is_rate,
    of_tasks,
    places,
    span,
)

END = date(2026, 11, 22)
KINDS = {"vn.15": "province", "vn.15.00001": "commune", "dn.x": "organisation"}


def ago(days: int) -> date:
    return END - timedelta(days=days)


def test_days_in_both_windows_add_nothing() -> None:
    days = Days(flows={("vn.15", ago(3)): (7, 0), ("vn.15", ago(8)): (2, 0),
                       ("vn.46", ago(0)): (3, 0)}, reports={})  # fmt: skip
    found = account("windows/d7/completions", days, ago(2), END)
    assert found.before == 9 and found.after == 10
    assert found.shares == {
        (Item("day", "vn.15", day=ago(8).isoformat()),): -2,
        (Item("day", "vn.46", day=END.isoformat()),): 3,
    }


def test_a_unit_counts_once_however_often_it_reports() -> None:
    reports: dict[Day, int] = {
        ("vn.15", ago(0)): 2, ("vn.15", ago(1)): 1, ("vn.15.00001", ago(6)): 4,
        ("vn.15.00001", ago(7)): 1, ("dn.x", ago(0)): 9,
    }  # fmt: skip
    days = Days(flows={}, reports=reports, units=2, communes=1, kind=KINDS.__getitem__)
    found = account("windows/d7/reporting_units", days, ago(1), END)
    assert found.before == found.after == 2 and not found.shares
    found = account("windows/today/reporting_rate", days, ago(1), END)
    assert (found.before, found.after) == (Fraction(1, 2), Fraction(1, 2))
    found = account("windows/today/communes_reporting", days, ago(6), END)
    assert found.shares == {(Item("unit", "vn.15.00001"),): -1}
    found = account("windows/d7/reports", days, ago(1), END)
    assert found.difference == sum(found.shares.values()) == 11 - 1


def test_a_rate_is_shared_as_any_ratio() -> None:
    days = Days(flows={("vn.15", ago(0)): (1, 2), ("vn.15", ago(1)): (3, 4)}, reports={})
    found = account("windows/today/completions_on_time_rate", days, ago(1), END)
    assert found.difference == Fraction(1, 2) - Fraction(3, 4) == sum(found.shares.values())


def test_days_in_both_windows_may_be_one_row() -> None:
    """As SQL tells them: with the whole of both windows, without a day."""
    apart: dict[Day, tuple[int, int]] = {
        ("vn.15", ago(7)): (1, 2), ("vn.15", ago(1)): (3, 4), ("vn.46", ago(3)): (2, 2),
        ("vn.46", ago(0)): (1, 1),
    }  # fmt: skip
    joined = {day: pair for day, pair in apart.items() if day[1] in (ago(7), ago(0))}
    joined |= {("vn.15", None): (3, 4), ("vn.46", None): (2, 2)}
    for figure in ("windows/d7/completions", "windows/d7/completions_on_time_rate"):
        found = [account(figure, Days(flows=flows, reports={}), ago(1), END)
                 for flows in (apart, joined)]  # fmt: skip
        assert found[0] == found[1] and len(found[0].shares) == 2
    reports: dict[Day, int] = {("vn.15", None): 4, ("vn.15.00001", ago(0)): 1}
    days = Days(flows={}, reports=reports, units=2, communes=1, kind=KINDS.__getitem__)
    units = account("windows/d7/reporting_units", days, ago(1), END)
    assert units.before == 1 and units.after == 2


def test_places_are_told_as_sql_counts_them() -> None:
    assert places("windows/d7/completions") == ([FLOW["completions"] + 1], [])
    num, den = places("windows/d7/channels/form_rate")
    assert (num, len(den)) == ([FLOW["updates_form"] + 1], 4)
    assert places("windows/d7/reports") == places("windows/d7/reporting_rate") == ([], [])


def test_every_figure_has_a_length_and_a_kind() -> None:
    lengths = {(END - span(figure, END)[0]).days + 1 for figure in FIGURES}
    assert lengths == {1, 7, 30, 90}
    assert is_rate("windows/d7/channels/form_rate") and not is_rate("windows/d7/channels/form")
    assert of_tasks("windows/d7/completions") and not of_tasks("windows/d7/reports")
