"""An account as a twin and a sheet: it sums, and each line leads to what happened."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from schema.causes import Cause
from schema.shares import Shared, of_parts, of_sum
from tests.web.country import ROOT
from web.compose.accounts.account import HEADS, Account, events, item_of, part_of, table, twin
from web.compose.accounts.item import METHOD, TIME, Item, of_leaf
from web.compose.moment import CLOSE, NOW, Moment
from web.compose.why import MOST, Leaf

HUE = of_leaf(Leaf("vn.46", "nq57", field="A"))
ZERO = Fraction(0)
SPAN = {"from": "2026-11-15T17:00:00+00:00", "to": "2026-11-22T07:05:00+00:00"}
BEGIN = Moment(at=datetime(2026, 11, 15, 17, tzinfo=UTC), day=date(2026, 11, 15), kept=CLOSE)
END = Moment(at=datetime(2026, 11, 22, 7, 5, tzinfo=UTC), day=None, kept=NOW)


def story(shared: Shared | None = None, parts: dict[str, Shared] | None = None) -> Account:
    es = of_sum({HUE: 1}, {HUE: 4, METHOD: 1})
    made = parts or {"es": es, "at": of_sum({TIME: 2}, {TIME: 4})}
    found = shared or of_parts(lambda of: (of["es"] or ZERO) - (of["at"] or ZERO), made)
    return Account(
        path=(ROOT,), programme="", figure="operational/days_behind", begin=BEGIN, end=END,
        shared=found, parts=made, measure="days",
        cause=lambda path: Cause.TIME if item_of(path) == TIME else Cause.REPORTS,
        below=lambda unit: unit, notes=("why.days_now",),
    )  # fmt: skip


def test_the_twin_sums_by_leaf_part_cause_and_place() -> None:
    told = twin(story(), "/boards/vn")
    whole = Fraction(told["difference_exact"])
    assert whole == 2 and told["count"] == 3 and told["attributable"]
    for group in ("leaves", "parts", "places"):
        assert sum(Fraction(each["exact"]) for each in told[group]) == whole, group
    assert sum(Fraction(each["exact"]) for each in told["causes"].values()) == whole
    assert [each["part"] for each in told["leaves"]] == ["es", "at", "es"]
    assert told["parts"][1] | {"adds": None} == {
        "part": "at", "from": {"value": 2.0, "exact": "2"}, "to": {"value": 4.0, "exact": "4"},
        "adds": None, "exact": "-2",
    }  # fmt: skip
    assert told["leaves"][0]["lead"] == "vn.46" and told["leaves"][0]["kind"] == "leaf"
    assert (told["from"]["day"], told["to"]["known"]) == ("2026-11-15", "now")


def test_a_part_may_be_several_steps_down() -> None:
    field = of_sum({HUE: 1}, {HUE: 3})
    shared = Shared(
        before=field.before, after=field.after, shares={("nq57", "A", HUE): Fraction(2)}
    )
    told = twin(story(shared, {"nq57/A": field}), "/boards/vn")
    assert [(each["part"], each["exact"]) for each in told["parts"]] == [("nq57/A", "2")]


def test_a_figure_that_is_unknown_at_one_end_has_no_lines() -> None:
    told = twin(story(Shared(before=None, after=Fraction(1), shares={})), "/boards/vn")
    assert (told["difference"], told["count"], told["leaves"]) == (None, 0, [])
    assert told["parts"][0]["exact"] is None


def test_each_kind_of_leaf_leads_to_what_happened() -> None:
    def told(item: Item, programme: str = "") -> dict[str, str]:
        return events(item, programme, "/boards/vn", SPAN)

    assert told(HUE)["turns"].startswith("/boards/vn/turns?leaf=vn.46~nq57~~~A~&from=2026-11-15T17")
    assert told(Item("unit", "vn.46"))["quality"] == "/units/vn.46#quality"
    assert told(Item("unit", "vn.46"), "nq57").keys() == {"updates"}
    assert told(Item("unit", "vn.46"), "nq57")["updates"].startswith("/boards/vn.46@nq57/updates?")
    assert told(Item("reading", "vn", "C01"))["readings"] == "/boards/vn/readings?indicator=C01"
    assert "subject=C01" in told(Item("path", "vn", "C01"))["updates"]
    assert told(Item("day", "vn.46", day="2026-11-20")) == {
        "updates": "/boards/vn.46/updates?day=2026-11-20"
    }
    assert told(Item("task", "vn.46", "vn.46.t1")) == {"task": "/tasks/vn.46.t1"}
    assert told(Item("league", "vn.46"))["turns"].startswith("/boards/vn.46/turns?")
    assert told(METHOD) == {"method": "/method"}


def test_the_sheet_has_a_row_each_and_ends_with_the_difference() -> None:
    rows = table(twin(story(), "/boards/vn"))
    assert rows[0] == list(HEADS) and len(rows) == 1 + 3 + 2
    assert rows[-1][0] == "difference" and rows[-1][HEADS.index("exact")] == "2"
    assert rows[1][HEADS.index("causes")] == "reports"


def test_a_path_names_its_parts() -> None:
    assert part_of(("spi_t", "es", HUE)) == "spi_t/es" and part_of((HUE,)) == ""
    assert item_of(("a", "b")) is None and item_of(()) is None


def test_the_greatest_contributions_come_first_and_the_rest_is_added_up() -> None:
    """Many lines that add equally much: by their names, and exactly."""
    days = {Item("day", f"vn.{n:05d}"): n % 7 - 3 for n in range(3 * MOST)}
    shared = of_sum({}, days)
    one = story(shared, {"es": shared})
    assert len(one.lines) == MOST and one.lines is one.lines
    by_hand = sorted(shared.shares.items(), key=lambda line: (-abs(line[1]), str(line[0])))
    assert one.lines == by_hand[:MOST]
    told = twin(one, "/boards/vn")
    assert told["count"] == len(shared.shares) == MOST + told["rest"]["leaves"]
    rest = Fraction(told["rest"]["exact"])
    assert rest + sum(adds for _, adds in one.lines) == shared.difference
