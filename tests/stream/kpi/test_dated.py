from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.dated import ByGroup, Dated, Fact, gather
from stream.kpi.leaf import Group
from tests.stream.kpi.places import LEADS, TODAY, cut

CUT = cut()
facts = st.builds(
    Fact,
    what=st.sampled_from(["open", "overdue"]),
    day=st.integers(0, 3).map(lambda n: TODAY + timedelta(days=n)),
)
groups = st.tuples(st.sampled_from(["", "nq57"]), st.sampled_from(["", "A"]))
bags = st.dictionaries(facts, st.integers(1, 3), min_size=1, max_size=3)


@st.composite
def replacements(draw: st.DrawFn) -> tuple[str, ByGroup]:
    lead = draw(st.sampled_from(LEADS))
    found = draw(st.dictionaries(groups, bags, max_size=2))
    return lead, {
        Group(lead, programme, field, ""): bag for (programme, field), bag in found.items()
    }


@given(st.lists(replacements(), max_size=12))
def test_kept_equals_from_scratch(steps: list[tuple[str, ByGroup]]) -> None:
    dated = Dated(CUT)
    for lead, by_group in steps:
        dated.replace(lead, by_group)
    fresh = Dated(CUT, dict(steps))
    for code in (*LEADS, "vn", "tw", "f.A"):
        for programme in ("", "nq57"):
            for what in ("open", "overdue"):
                key = (code, programme)
                assert dated.of(key, what) == fresh.of(key, what)


@given(replacements())
def test_the_root_holds_everything(step: tuple[str, ByGroup]) -> None:
    lead, by_group = step
    dated = Dated(CUT, {lead: by_group})
    expected: Counter[Fact] = Counter()
    for bag in by_group.values():
        expected.update(bag)
    found = {**dated.of(("vn", ""), "open"), **dated.of(("vn", ""), "overdue")}
    assert found == expected


def test_the_same_facts_again_touch_nothing() -> None:
    group, fact = Group("vn.01", "nq57", "", ""), Fact("open", TODAY)
    dated = Dated(CUT)
    assert dated.replace("vn.01", {group: {fact: 1}}) == {
        (scope, programme) for scope in ("vn.01", "vn") for programme in ("", "nq57")
    }
    assert dated.replace("vn.01", {group: {fact: 1}}) == set()
    assert dated.replace("vn.01", {}) and not dated.of(("vn", ""), "open")
    assert dated.leads == {}


def test_rows_are_gathered_by_lead() -> None:
    group, fact = Group("vn.01", "nq57", "", ""), Fact("open", TODAY)
    assert gather([(group, fact, 1), (group, fact, 2)]) == {"vn.01": {group: {fact: 3}}}


def test_a_recut_keeps_the_facts() -> None:
    group, fact = Group("vn.01", "", "", ""), Fact("open", TODAY)
    assert Dated(CUT, {"vn.01": {group: {fact: 1}}}).recut(cut()).of(("vn", ""), "open") == {
        fact: 1
    }
