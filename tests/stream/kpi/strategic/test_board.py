"""Records are made once and told again only when something moved."""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from schema.strategic import Strategic
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.board import Board
from stream.kpi.strategic.facts import Subject
from tests.stream.kpi.places import cut
from tests.stream.kpi.strategic.say import JUNE, reading, target
from tests.stream.kpi.strategic.test_tier import NATION, TODAY

KEYS = {("vn", ""), ("vn", "nq57"), ("vn.01", ""), ("f.C", ""), ("tw.a", ""), ("m.science", "")}


def board() -> Board:
    made = Board(NATION, cut(NATION, TODAY), TODAY)
    made.moved(KEYS)
    made.lines()
    return made


def put(made: Board, unit: str = "vn", value: float = 42) -> None:
    known = (reading(value, JUNE + timedelta(days=1)),)
    made.put({Subject("C01", unit): (known, (target(90),))})


def test_what_moved_is_told_once_with_its_fields_and_programmes() -> None:
    made = board()
    assert made.moved(KEYS) == set()
    put(made)
    assert made.moved(KEYS) == {("vn", ""), ("vn", "nq57"), ("f.C", "")}
    assert made.moved(KEYS) == set()


def test_a_scope_nothing_is_asked_of_has_no_record() -> None:
    assert board().strategic(("tw.a", "")) is None
    assert board().strategic(("m.science", "")) is None


def test_a_record_names_what_is_furthest_and_says_how_much_is_known() -> None:
    made = board()
    put(made)
    made.moved(KEYS)
    found = made.strategic(("vn", ""))
    assert isinstance(found, Strategic)
    assert (found.index, found.coverage, found.judged) == ((1, 2), (1, 4), 1)
    assert [one.code for one in found.furthest] == ["C01"]
    assert made.strategic(("vn", "")) is found


def test_lines_are_all_indicators_of_the_scopes_that_moved() -> None:
    made = board()
    put(made, "vn.01")
    made.moved(KEYS)
    lines = made.lines()
    assert {(line.scope, line.indicator) for line in lines} == {
        ("vn", "A01"), ("vn", "C01"), ("vn", "C02"), ("vn.01", "C01"), ("vn.01", "C02"),
    }  # fmt: skip
    assert made.lines() == []


def test_sealing_moves_everything_and_colours_the_lines() -> None:
    made = board()
    put(made)
    made.seal(TODAY - timedelta(days=1))
    assert made.sealed == TODAY - timedelta(days=1)
    assert ("vn.01", "") in made.moved(KEYS)
    [line] = [one for one in made.lines() if (one.scope, one.indicator) == ("vn", "C01")]
    assert line.seal is not None and line.now.band == line.seal.band.value


def test_colours_sealed_before_are_taken_up_and_shown() -> None:
    made, close = board(), TODAY - timedelta(days=1)
    put(made)
    made.take_up({("vn", "C01"): Seal(band=Band.GREEN)}, close)
    assert made.sealed == close
    made.moved(KEYS)
    [line] = [one for one in made.lines() if (one.scope, one.indicator) == ("vn", "C01")]
    found = made.strategic(("vn", ""))
    assert line.seal == Seal(band=Band.GREEN) and found is not None
    assert (line.now.band, found.furthest[0].band) == ("green", "green"), "raw it is red"
    assert len(line.now.readings) == 1 and line.now == found.furthest[0]


def test_a_record_is_made_anew_when_it_moved_and_is_of_its_day() -> None:
    made, tomorrow = board(), TODAY + timedelta(days=1)
    put(made)
    made.moved(KEYS)
    before = made.strategic(("vn", ""))
    put(made, value=58)
    made.moved(KEYS)
    after = made.strategic(("vn", ""))
    made.begin_day(tomorrow)
    made.moved(KEYS)
    later = made.strategic(("vn", ""))
    assert before is not None and after is not None and later is not None
    assert [before.index, after.index] == [(1, 2), (1, 1)]
    assert [before.day, after.day, later.day] == [TODAY, TODAY, tomorrow]


def test_a_fields_record_is_of_the_country_and_of_its_indicators() -> None:
    made = board()
    put(made)
    put(made, "vn.01", 26)
    made.moved(KEYS)
    found, province = made.strategic(("f.C", "")), made.strategic(("vn.01", ""))
    assert found is not None and province is not None
    assert (found.indicators, [one.value for one in found.furthest]) == (2, [(42, 1)])
    assert [one.value for one in province.furthest] == [(26, 1)]


def test_lines_wait_until_they_are_asked_for() -> None:
    made = board()
    put(made, "vn.01")
    made.moved(KEYS)
    put(made, "tw.a")
    made.moved(KEYS)
    assert {"vn", "vn.01", "tw", "tw.a"} == {line.scope for line in made.lines()}


def test_another_catalogue_asks_for_other_indicators() -> None:
    made = board()
    fewer = structs.replace(NATION, indicators=NATION.indicators[:1])
    made.recut(fewer, cut(fewer, TODAY))
    assert made.places() == {(scope, "C01") for scope in ("vn", "vn.01", "vn.02")}


def test_what_each_indicator_adds_is_told_until_it_moves() -> None:
    made = board()
    assert [one.code for one in made.attained(("vn", ""))] == ["A01", "C01", "C02"]
    assert made.attained(("vn", "nq57")) == made.attained(("tw.a", "")) == ()
    assert made.attained(("vn", ""))[1].attainment is None
    put(made)
    made.moved(KEYS)
    found = made.attained(("vn", ""))[1]
    assert (found.attainment, found.value, found.target) == ((1, 2), (42, 1), (90, 1))
    assert made.attained(("vn", ""))[1] is found
