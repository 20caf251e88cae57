"""A board of the past: only what was known then, and words that say so."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from schema.close import Tiers
from schema.figures import figures
from schema.kpi import Operational
from schema.measures import Counts
from schema.quality import Quality
from schema.rolling import EMPTY
from tests.stream.kpi.places import counts
from tests.web.pages_rig import CATALOGUE
from web.compose.past import Known, banner, past_facts, twin, when
from web.facts.directory import Directory
from web.pages.asof import AsOf
from web.words import words

NAMES = Directory(version=1, catalogue=CATALOGUE, day=date(2026, 11, 22))
DAY = AsOf(at=datetime(2026, 11, 20, 17, tzinfo=UTC), day=date(2026, 11, 20))
AGAIN = AsOf(at=DAY.at, day=DAY.day, restated=True)
INSTANT = AsOf(at=datetime(2026, 11, 20, 2, tzinfo=UTC))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAN = Operational(
    pv=4, ev=2, whole=8, es_num=1, at=2, pd=4, start=date(2026, 9, 1), finish=date(2026, 12, 1)
)


def known(own: Counts, **more: Counts) -> Known:
    values = {("vn", ""): own} | {(code, ""): value for code, value in more.items()}
    return Known(counts=values, yesterday=own, week_ago=None, tiers=Tiers(operational=PLAN))


def test_only_what_was_known_then_is_on_the_board() -> None:
    own = counts(overdue=3, weight_progress=2)
    found = past_facts(NAMES, "vn", "", DAY, known(own, tw=counts(overdue=1)), NOW)
    assert found.state is not None
    assert (found.state.counts["overdue"], found.state.as_of) == (3, DAY.at)
    assert found.state.yesterday == found.state.counts and found.state.week_ago is None
    assert found.state.operational == PLAN
    assert [child.place.code for child in found.children] == ["tw"]
    assert (found.pulse, found.wave, found.urge, found.notable) == (None, None, None, ())


def test_of_the_past_a_special_zone_is_in_its_province_too() -> None:
    (zone,) = [unit for unit in CATALOGUE.units if unit.code == "vn.15.00001"]
    zone = replace(zone, code="vn.48.20333", parent="vn")
    names = Directory(
        version=1,
        catalogue=replace(CATALOGUE, units=(*CATALOGUE.units, zone)),
        day=date(2026, 11, 22),
    )
    values = {("vn", ""): counts(), (zone.code, ""): counts(overdue=2)}
    then = Known(counts=values, yesterday=None, week_ago=None, tiers=Tiers())
    (child,) = past_facts(names, "vn", "", DAY, then, NOW).children
    assert child.special_zone_of == "vn.48"


def test_a_programme_of_which_nothing_was_known_has_no_number() -> None:
    found = past_facts(NAMES, "vn", "", DAY, known(counts()), NOW)
    assert [line.overdue for line in found.programmes] == [None]


def test_restated_the_schedule_is_shown_only_for_the_same_earned_value() -> None:
    same = past_facts(NAMES, "vn", "", AGAIN, known(counts(weight_progress=2)), NOW)
    other = past_facts(NAMES, "vn", "", AGAIN, known(counts(weight_progress=3)), NOW)
    assert same.state and same.state.operational == PLAN
    assert other.state is not None
    work = figures(other.state)["operational"]
    assert (work["ev"], work["pv"], work["spi"]) == (3e-7, 4e-7, 0.75)
    unknown = ("es", "spi_t", "days_behind")
    assert [(work[name], work[f"{name}_state"]) for name in unknown] == [(None, "no_data")] * 3


QUALITY = Quality(slots=8, on_time=5, late=1, share=60_000, checks=9, tasks=4, fresh=2, weight=7)


def test_restated_slots_and_freshness_are_those_now_known() -> None:
    """A report that came late fills its slot on past days; what was checked stays as it was."""
    then = counts(slots=6, slots_on_time=4, slots_late=1, slots_share=50_000, live_tasks=3)
    now = counts(slots=6, slots_on_time=4, slots_late=2, slots_share=60_000, live_tasks=4)
    kept = replace(known(now), tiers=Tiers(quality=QUALITY, rolling=EMPTY), closed=then)
    again = past_facts(NAMES, "vn", "", AGAIN, kept, NOW).state
    assert again is not None and again.rolling is None
    assert again.quality == replace(QUALITY, late=2, share=70_000, tasks=5)
    as_known = past_facts(NAMES, "vn", "", DAY, kept, NOW).state
    assert as_known is not None and as_known.quality == QUALITY and as_known.rolling == EMPTY


def test_a_day_ends_at_its_24_00_an_instant_is_told_as_it_is() -> None:
    assert when(DAY) == "24:00 20/11/2026"
    assert when(INSTANT) == "09:00 20/11/2026"


def test_the_banner_leads_to_the_other_reading_and_to_the_present() -> None:
    then = banner(DAY, words("vi"), "/boards/vn")
    assert then["text"] == "Như đã biết lúc 24:00 20/11/2026"
    assert then["other"] == "/boards/vn?as_of=2026-11-20&restated=1"
    now = banner(AGAIN, words("en"), "/boards/vn")
    assert now["other"] == "/boards/vn?as_of=2026-11-20" and now["present"] == "/boards/vn"


def test_the_twin_says_what_was_asked_and_that_it_is_not_live() -> None:
    told = twin({"kpi_version": 7, "planning": {}}, AGAIN)
    left = told.pop("not_restated")
    assert "windows" in left and "planning" not in left
    assert told == {
        "kpi_version": None, "planning": {}, "live": False, "asked": "2026-11-20", "restated": True,
    }  # fmt: skip
    assert "not_restated" not in twin({}, DAY)
