from __future__ import annotations

from datetime import timedelta

import pytest

from schema.measures import Counts
from schema.period import Period
from schema.workdays import state_offices
from stream.kpi.dated import Dated, Fact, What
from stream.kpi.facts import AtRisk, Facts, Oldest, Spread, Waiting
from stream.kpi.findings import Finder
from stream.kpi.leaf import Group
from tests.stream.kpi.places import TODAY, counts, cut

CUT = cut()
VN = ("vn", "")


def finder(*facts: tuple[str, Fact]) -> Finder:
    """Over facts given as (lead, fact), each once."""
    dated = Dated(CUT)
    for lead in {lead for lead, _ in facts}:
        bag = {fact: 1 for of, fact in facts if of == lead}
        dated.replace(lead, {Group(lead, "", "", ""): bag})
    return Finder(CUT, dated, state_offices(), TODAY)


def found(of: Finder, now: Counts, held: dict[str, int] | None = None, **past: int) -> Facts:
    return of.facts(VN, now, counts(**past) if past else None, held or {}, Period())


def fact(what: What, days: int, unit: str = "", body: str = "") -> Fact:
    return Fact(what, TODAY + timedelta(days=days), unit, body)


def test_wholes_are_read_from_the_integers() -> None:
    now = counts(done_on_time=5, done_late=2, overdue=3, in_time=4, recurring=1, cancelled=9)
    facts = found(finder(), now, overdue=5)
    assert (facts.total, facts.due, facts.overdue, facts.week_change) == (15, 10, 3, -2)


def test_a_short_history_knows_no_change() -> None:
    assert found(finder(), counts(overdue=3)).week_change is None


def test_the_oldest_is_looked_for_below_twenty_and_counted_in_working_days() -> None:
    late = finder(("vn.01", fact("overdue", -7, "vn.01")), ("tw.a", fact("overdue", -14, "tw.a")))
    expected = Oldest(due=TODAY - timedelta(days=14), days_late=10, lead="tw.a")
    assert found(late, counts(overdue=19)).oldest == expected
    assert found(late, counts(overdue=20)).oldest is None


@pytest.mark.parametrize(("days", "soon"), [(0, 1), (7, 1), (8, 0), (-1, 0)])
def test_due_within_seven_days_has_today_and_the_seventh_in_it(days: int, soon: int) -> None:
    facts = found(finder(("vn.01", fact("open", days))), counts(in_time=1))
    assert facts.within_7 == soon


def test_the_next_due_day_is_not_in_the_past() -> None:
    facts = found(
        finder(("vn.01", fact("open", -1)), ("vn.01", fact("open", 3)), ("tw.a", fact("open", 9))),
        counts(in_time=3),
    )
    assert facts.next_due == TODAY + timedelta(days=3)


def test_what_awaits_verification_past_its_day_is_told_where_nothing_is_overdue() -> None:
    claimed = finder(("vn.01", fact("awaiting", -1)), ("tw.a", fact("awaiting", 0)))
    assert found(claimed, counts(awaiting=2)).awaiting == 1
    assert found(claimed, counts(awaiting=2, overdue=1)).awaiting == 0


def test_the_body_most_units_wait_for() -> None:
    waiting = finder(
        ("vn.01", fact("waits", -3, "vn.01", "tw.a")),
        ("vn.01", fact("waits", -9, "vn.01", "tw.a")),
        ("vn.01", fact("waits", -90, "vn.01", "tw.b")),
        ("vn.02", fact("waits", -5, "vn.02", "tw.a")),
    )
    assert found(waiting, counts()).waiting == Waiting(body="tw.a", units=2, days=9)


def test_between_bodies_equally_waited_for_the_longest_wait_decides() -> None:
    waiting = finder(
        ("vn.01", fact("waits", -3, "vn.01", "tw.a")),
        ("vn.01", fact("waits", -4, "vn.01", "tw.b")),
    )
    assert found(waiting, counts()).waiting == Waiting(body="tw.b", units=1, days=4)


def test_at_risk_is_what_signs_say_and_of_that_what_is_due_soon() -> None:
    risky = finder(("vn.01", fact("at_risk", 3)), ("tw.a", fact("at_risk", 9)))
    assert found(risky, counts(at_risk=2)).at_risk == AtRisk(total=2, within_7=1)
    assert found(risky, counts(at_risk=1, behind=3)).at_risk == AtRisk(total=4, within_7=1)


def test_few_holders_have_a_kind_or_are_mixed() -> None:
    one = found(finder(), counts(overdue=20), {"vn.01": 15, "vn.02": 5})
    assert one.held is not None and (one.held.kind, one.held.units) == ("province", ("vn.01",))
    assert one.spread == ()
    mixed = found(finder(), counts(overdue=30), {"vn.01": 11, "tw.a": 10, "vn.02": 9})
    assert mixed.held is not None and mixed.held.kind == ""


def test_what_is_spread_is_counted_by_kind() -> None:
    held = {f"vn.{n}": 1 for n in range(20)} | {"vn.01": 1, "vn.02": 1, "tw.a": 1}
    facts = found(finder(), counts(overdue=23), held)
    assert facts.held is None
    assert facts.spread == (
        Spread(kind="province", units=2, of=2),
        Spread(kind="central_body", units=1, of=2),
        Spread(kind="", units=20, of=0),
    )


def test_dates_are_found_again_after_they_changed() -> None:
    dated = Dated(CUT)
    of = Finder(CUT, dated, state_offices(), TODAY)
    assert found(of, counts()).next_due is None
    of.forget(dated.replace("vn.01", {Group("vn.01", "", "", ""): {fact("open", 3): 1}}))
    assert found(of, counts()).next_due == TODAY + timedelta(days=3)
