"""How fresh indicators are, added up along the tree and day by day (Q66)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from schema.catalogue import Catalogue, Indicator
from schema.unit import ROOT
from stream.kpi.cut import Cut
from stream.kpi.quality.indicators import NONE, Heard, Indicators, newest
from stream.kpi.strategic.facts import Subject
from tests.stream.kpi.places import COUNTRY
from tests.stream.kpi.strategic.say import reading

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


def indicator(code: str, **fields: object) -> Indicator:
    given = {
        "name_vi": code, "name_en": code, "measure": "%", "direction": "up", "kind": "stock",
        "objective": "c", "source": "", "max_age": 30, "weight": 2.0, **fields,
    }  # fmt: skip
    return Indicator(code=code, **given)  # type: ignore[arg-type]


def country(*indicators: Indicator) -> tuple[Catalogue, Cut]:
    made = msgspec.structs.replace(COUNTRY, indicators=indicators)
    return made, Cut(made, TODAY)


def follow(*indicators: Indicator) -> Indicators:
    made, cut = country(*indicators)
    return Indicators(made, cut, TODAY)


def test_one_of_the_country_is_asked_of_the_root_alone() -> None:
    asked = follow(indicator("A01"))
    assert asked.of(ROOT) == Heard(1, 0, 2_000, 0)
    assert asked.of("vn.01") == NONE


def test_one_per_province_is_asked_of_each_and_pooled_at_the_root() -> None:
    asked = follow(indicator("C01", per_province=True))
    _, cut = country()
    provinces = sum(cut.kind(code) == "province" for code in cut.units)
    assert provinces >= 1
    assert asked.of("vn.01") == Heard(1, 0, 2_000, 0)
    assert asked.of(ROOT) == Heard(provinces, 0, 2_000 * provinces, 0)


def test_a_reading_is_fresh_for_its_max_age() -> None:
    asked = follow(indicator("A01"))
    assert asked.put({Subject("A01", ROOT): TODAY}) == {ROOT}
    assert asked.of(ROOT) == Heard(1, 1, 2_000, 2_000)
    assert asked.begin_day(TODAY + 30 * DAY) == set()
    assert asked.begin_day(TODAY + 31 * DAY) == {ROOT}
    assert asked.of(ROOT) == Heard(1, 0, 2_000, 0)


def test_who_tells_of_it_is_asked_for_it_until_all_is_taken_back() -> None:
    asked, told = follow(indicator("A01")), Subject("A01", "vn.01")
    asked.put({told: TODAY})
    assert asked.of("vn.01") == Heard(1, 1, 2_000, 2_000)
    asked.put({told: None})
    assert asked.of("vn.01") == NONE
    assert asked.put({Subject("Z99", "vn.01"): TODAY}) == set(), "no such indicator"


def test_another_catalogue_counts_the_same_readings_anew() -> None:
    asked = follow(indicator("A01"))
    asked.put({Subject("A01", ROOT): TODAY, Subject("A02", ROOT): TODAY})
    made, cut = country(indicator("A01", weight=0.0), indicator("A02", max_age=1))
    asked.recut(made, cut)
    assert asked.of(ROOT) == Heard(2, 2, 2_000, 2_000)
    asked.begin_day(TODAY + 2 * DAY)
    assert asked.of(ROOT) == Heard(2, 1, 2_000, 0)


def test_the_newest_reading_is_by_local_day() -> None:
    """An hour before midnight in Greenwich it is the next day here."""
    told = [reading(1, TODAY), reading(2, TODAY - DAY), reading(3, TODAY - 9 * DAY)]
    late = datetime(2026, 6, 1, 23, tzinfo=UTC)
    assert newest(told) == TODAY
    assert newest([*told, msgspec.structs.replace(told[0], occurred_at=late)]) == TODAY + DAY
    assert newest([]) is None


def test_all_scopes_that_moved_are_told() -> None:
    asked = follow(indicator("C01", per_province=True, max_age=1))
    both = {Subject("C01", "vn.01"): TODAY, Subject("C01", "vn.02"): TODAY}
    assert asked.put(both) == asked.begin_day(TODAY + 2 * DAY) == {ROOT, "vn.01", "vn.02"}
