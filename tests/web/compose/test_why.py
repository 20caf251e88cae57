"""Why a figure moved: a known story told leaf by leaf, by cause and by unit, summing exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from msgspec.structs import replace

from schema.causes import Cause, Turn
from schema.measures import MEASURES
from tests.web.country import ROOT
from web.compose.why import METHOD, End, Leaf, Leaves, WhyFacts, explain, rule, twin

BEGIN = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
HUE, SA_PA = Leaf("vn.46", "nq57"), Leaf("vn.15.00001", "nq57", field="A")


def counts(**given: int) -> dict[str, int]:
    return dict.fromkeys(MEASURES, 0) | given


def story(figure: str = "planning/states/overdue", published: int = 3) -> WhyFacts:
    """Huế: a deadline passed at a midnight, one overdue task was done. Sa Pả: two deadlines."""
    return WhyFacts(
        path=(ROOT,),
        programme="",
        figure=figure,
        begin=End(
            at=BEGIN,
            day=date(2026, 11, 15),
            leaves={HUE: counts(overdue=3, done_on_time=5), SA_PA: counts(in_time=4)},
            published=counts(overdue=published, done_on_time=5, in_time=4),
        ),
        end=End(
            at=NOW,
            day=None,
            leaves={
                HUE: counts(overdue=3, done_on_time=5, done_late=1),
                SA_PA: counts(in_time=2, overdue=2),
            },
            published=None,
        ),
        turns={
            HUE: (
                Turn(True, "due_soon", "overdue", "on_track", "overdue", 1),
                Turn(False, "overdue", "done_late", "overdue", "on_track", 1),
            ),
            SA_PA: (Turn(True, "in_time", "overdue", "on_track", "overdue", 2),),
        },
        reports={HUE: 1},
        below={"vn.46": "vn.46", "vn.15.00001": "vn.15"}.__getitem__,
    )


def test_what_each_leaf_added_to_a_count() -> None:
    found = explain(story())
    assert found.found.difference == 2
    assert [(line.leaf, line.adds) for line in found.lines] == [(SA_PA, Fraction(2))]
    assert found.causes == {Cause.TIME: 2}
    assert found.places == (("vn.15", Fraction(2)),)


def test_a_leaf_whose_causes_cancel_out_is_told_where_it_moved_a_rate() -> None:
    found = explain(story("planning/completion_of_due"))
    assert (found.before, found.after) == ((5, 8), (6, 11))
    assert found.found.difference == Fraction(6, 11) - Fraction(5, 8)
    by_leaf = {line.leaf: line.adds for line in found.lines}
    assert by_leaf == {
        HUE: Fraction(1 * 19 - 1 * 11, 2 * 8 * 11),
        SA_PA: Fraction(-2 * 11, 2 * 8 * 11),
    }
    assert sum(found.causes.values()) == found.found.difference
    assert set(found.causes) == {Cause.REPORTS, Cause.TIME}


def test_what_was_published_and_its_leaves_do_not_come_to_is_the_method() -> None:
    found = explain(story(published=4))
    assert found.found.difference == 1
    assert {line.leaf: line.adds for line in found.lines} == {SA_PA: 2, METHOD: -1}
    assert found.causes == {Cause.TIME: 2, Cause.METHOD: -1}
    assert ("", Fraction(-1)) in found.places


def test_the_twin_tells_every_number_exactly_and_where_its_events_are() -> None:
    facts = story("planning/completion_of_due")
    told = twin(facts, explain(facts), "/boards/vn")
    assert told["difference_exact"] == str(Fraction(6, 11) - Fraction(5, 8))
    assert sum(Fraction(leaf["exact"]) for leaf in told["leaves"]) == Fraction(
        told["difference_exact"]
    )
    assert (told["from"]["known"], told["to"]["known"]) == ("then", "now")
    first = told["leaves"][0]
    assert first["turns"].startswith(
        "/boards/vn/turns?leaf=vn.15.00001~nq57~~~A~&from=2026-11-15T17"
    )
    assert told["rest"] == {"leaves": 0, "adds": 0.0, "exact": "0"}


def test_where_nothing_was_due_leaves_are_told_without_a_share() -> None:
    facts = story("planning/on_time_rate")
    nothing: Leaves = {}
    facts = replace(facts, begin=replace(facts.begin, leaves=nothing, published=counts()))
    found = explain(facts)
    assert found.found.difference is None and found.causes == {} and found.places == ()
    assert {line.leaf for line in found.lines} == {HUE, SA_PA}
    assert twin(facts, found, "/boards/vn")["leaves"][0]["exact"] is None


def test_weights_decide_by_which_formula_it_is_judged() -> None:
    weighed: Leaves = {HUE: counts(weight=1)}
    assert rule("operational/progress", {}, weighed).num == ("weight_progress",)
    assert rule("operational/progress", weighed, {HUE: counts()}).num == ("weight_progress",)
    assert rule("operational/progress", {}, {HUE: counts()}).num == ("progress_plain",)
