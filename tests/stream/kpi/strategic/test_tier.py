"""The whole country: who is asked, what adds up where, when it moves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from schema.catalogue import Catalogue, Field, Objective, UnitChange
from schema.catalogue import Point as Written
from stream.kpi.cut import Cut
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.facts import Reading, Subject, Target
from stream.kpi.strategic.tier import Facts, Tier
from tests.stream.kpi.places import COUNTRY
from tests.stream.kpi.strategic.say import DECEMBER, JUNE, indicator, reading, target

TODAY = JUNE + timedelta(days=92)
C01 = indicator(
    per_province=True,
    baselines=(Written(value=26, on=JUNE),),
    targets=(Written(value=90, on=DECEMBER),),
)
C02 = indicator("C02", kind="stock", measure="trạm", per_province=True)
A01 = indicator("A01", objective="a", baselines=(Written(value=0, on=JUNE),))
NATION = replace(
    COUNTRY,
    fields=tuple(Field(code=code, name_vi=code, name_en=code) for code in "AC"),
    objectives=tuple(
        Objective(code=code, programme="nq57", field=code.upper(), name_vi=code, name_en=code)
        for code in "ac"
    ),
    indicators=(C01, C02, A01),
)


def tier(catalogue: Catalogue = NATION, day: date = TODAY) -> Tier:
    return Tier(catalogue, Cut(catalogue, day), day)


def facts(*readings: Reading, goals: tuple[Target, ...] = ()) -> Facts:
    return readings, goals


def put(country: Tier, unit: str, value: float, code: str = "C02", **fields: Any) -> None:
    known = facts(reading(value, TODAY - timedelta(days=1), **fields), goals=(target(100),))
    country.put({Subject(code, unit): known})


def test_the_root_is_asked_for_all_a_province_for_its_own_others_for_none() -> None:
    country = tier()
    assert set(country.stands("vn")) == {"A01", "C01", "C02"}
    assert set(country.stands("vn.01")) == {"C01", "C02"}
    assert country.index(("tw.a", "")) is None
    assert country.index(("vn.01.00001", "")) is None


def test_an_empty_country_has_no_index_and_no_coverage() -> None:
    found = tier().index(("vn", ""))
    assert found is not None and found.rung.value is None and found.rung.coverage == 0


def test_a_reading_moves_its_unit_and_all_above() -> None:
    country = tier()
    country.touched.clear()
    put(country, "vn.01", 10)
    assert country.touched == {"vn.01", "vn"}
    assert country.stands("vn")["C02"].value == country.stands("vn.01")["C02"].value == 10


def test_provinces_add_up_and_one_that_is_silent_is_missing() -> None:
    country = tier()
    put(country, "vn.01", 10)
    stand = country.stands("vn")["C02"]
    assert stand.measured is not None and stand.measured.coverage == Fraction(1, 2)
    put(country, "vn.02", 5)
    stand = country.stands("vn")["C02"]
    assert stand.measured is not None and stand.measured.coverage == 1
    assert stand.value == 15


def test_a_unit_that_reports_of_itself_is_asked_from_then_on() -> None:
    country = tier()
    put(country, "vn.01.00001", 3)
    assert country.stands("vn.01.00001")["C02"].value == 3
    assert country.stands("vn.01")["C02"].value == 3
    assert "C02" in country.stands("vn.02"), "and all others as before"
    country.recut(NATION, Cut(NATION, TODAY))
    assert country.stands("vn.01.00001")["C02"].value == 3, "also under the next catalogue"


def test_a_scope_adds_up_what_is_below_it_and_nothing_twice() -> None:
    """Of a province that told itself, its communes are not added."""
    b01 = indicator("B01", kind="stock", measure="trạm")
    nation = replace(NATION, indicators=(b01,))
    country = tier(nation)
    for unit, value in (("vn.01.00001", 3), ("vn.01.00002", 4), ("vn.02.00003", 5)):
        put(country, unit, value, "B01")
    found = {scope: country.stands(scope)["B01"].value for scope in ("vn", "vn.01", "vn.02")}
    assert found == {"vn": 12, "vn.01": 7, "vn.02": 5}
    put(country, "vn.01", 10, "B01")
    assert country.stands("vn")["B01"].value == 15


def test_baselines_and_targets_of_the_catalogue() -> None:
    """Of several baselines the latest; a unit that has only a target is asked for it."""
    b01 = indicator(
        "B01", kind="stock", measure="trạm",
        baselines=(Written(value=9, on=JUNE), Written(value=1, on=JUNE - timedelta(days=99))),
        targets=(Written(value=5, on=DECEMBER, unit="vn.01.00001"),),
    )  # fmt: skip
    country = tier(replace(NATION, indicators=(b01,)))
    begin = country.stands("vn")["B01"].baseline
    assert begin is not None and begin.point[:2] == (JUNE, Fraction(9))
    stand = country.stands("vn.01.00001")["B01"]
    assert stand.baseline is None and stand.goal is not None and stand.goal.value == 5
    assert set(country.stands("vn.01")) == {"B01"}


def test_index_of_a_field_and_a_programme() -> None:
    country = tier()
    put(country, "vn", 42, "C01")
    whole, field = country.index(("vn", "nq57")), country.index(("f.C", ""))
    assert whole is not None and field is not None
    assert set(field.stands) == {"C01", "C02"}
    assert field.rung.value == whole.rung.value
    assert (field.rung.coverage, whole.rung.coverage) == (Fraction(1, 2), Fraction(1, 4))
    nothing = country.index(("vn", "nq66"))
    assert nothing is not None and nothing.rung.value is None


def test_own_targets_stand_instead_of_the_catalogues() -> None:
    country = tier()
    put(country, "vn", 42, "C01")
    aim = country.stands("vn")["C01"].goal
    assert aim is not None and aim.value == 100


def test_a_new_day_asks_for_more() -> None:
    country = tier()
    country.put({Subject("C01", "vn"): facts(reading(42, TODAY))})
    before = country.stands("vn")["C01"].attainment
    country.begin_day(TODAY + timedelta(days=1))
    after = country.stands("vn")["C01"].attainment
    assert before == Fraction(1, 2) and after is not None and after < before
    assert "vn" in country.touched


def test_colours_are_sealed_at_closes_once_a_day() -> None:
    country = tier()
    country.put({Subject("C01", "vn"): facts(reading(58, JUNE + timedelta(days=1)))})
    assert country.seal(TODAY - timedelta(days=1))
    assert country.seals["vn", "C01"].band is Band.GREEN
    assert not country.seal(TODAY - timedelta(days=1))


def test_sealed_colours_are_taken_up_and_go_on() -> None:
    country, yesterday = tier(), TODAY - timedelta(days=1)
    country.put({Subject("C01", "vn"): facts(reading(60, JUNE + timedelta(days=1)))})
    country.take_up({("vn", "C01"): Seal(band=Band.AMBER)}, yesterday - timedelta(days=1))
    country.seal(yesterday)
    assert country.seals["vn", "C01"] == Seal(band=Band.AMBER, waits=Band.GREEN)


def test_a_merger_adds_up_below_the_successor() -> None:
    merged = replace(
        NATION,
        units=tuple(
            replace(one, valid_to=TODAY) if one.code == "vn.02" else one for one in NATION.units
        ),
        changes=(UnitChange(kind="merge", sources=("vn.02",), to=("vn.01",), on=TODAY),),
    )
    country = tier(merged)
    put(country, "vn.02", 5)
    assert country.stands("vn.01")["C02"].value == 5
    assert country.stands("vn")["C02"].value == 5
    put(country, "vn.01", 10)
    assert country.stands("vn.01")["C02"].value == country.stands("vn")["C02"].value == 10


def test_an_indicator_nobody_knows_waits_for_its_catalogue() -> None:
    country = tier()
    put(country, "vn", 1, "Z99")
    assert "Z99" not in country.stands("vn")
    more = replace(NATION, indicators=(*NATION.indicators, indicator("Z99")))
    country.recut(more, Cut(more, TODAY))
    assert country.stands("vn")["Z99"].value == 1
