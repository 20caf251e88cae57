"""Leagues and their tables, read from a table of answers."""

from __future__ import annotations

from datetime import date

from schema.clock import local_day
from schema.ranking import quarter
from tests.web.pages.test_ranking import rows, sealed
from tests.web.pages_rig import ManualSite, Rows, as_site
from tests.web.states import NOW
from web.pages.leagues import FIRST, Leagues

DAY = date(2026, 11, 21)


def leagues(**answers: Rows) -> tuple[Leagues, ManualSite]:
    manual = ManualSite(answers)
    return Leagues(as_site(manual)), manual


def test_provinces_first_communes_apart() -> None:
    found, _ = leagues()
    assert [each.code for each in found.offered("vi")] == ["provinces", "central"]
    assert next(iter(found.known("en"))) == FIRST
    assert found.asked("communes.vn.15", "en").name == "Communes of Lào Cai"
    assert found.asked("x", "vi").code == FIRST


async def test_a_provisional_table_asks_for_this_quarter() -> None:
    found, manual = leagues(states=rows(), ranking_volumes=[("vn.15", 90)], ranking_sealed=sealed())
    table = await found.table(found.asked(FIRST, "vi"), sealed=False, day=None)
    assert table is not None and table.provisional and table.as_of == NOW
    assert any(given.get("quarter") == quarter(local_day(NOW)) for given in manual.pool.asked)
    assert [(e.place.code, e.row["band"]) for e in table.standings[:2]] == [
        ("vn.15", 80),
        ("vn.01", 5),
    ]
    assert table.seal is not None and table.standings[0].sealed == sealed()[0][2][0]


async def test_a_sealed_table() -> None:
    found, _ = leagues(ranking_sealed=sealed())
    table = await found.table(found.asked(FIRST, "vi"), sealed=True, day=DAY)
    assert table is not None and not table.provisional and table.seal is not None
    assert table.seal.by_unit["vn.15"]["rank"] == 1 and len(table.seal.by_unit) == 2
    assert local_day(table.as_of) == date(2026, 11, 22)


async def test_no_seal_is_no_table() -> None:
    found, _ = leagues()
    assert await found.table(found.asked(FIRST, "vi"), sealed=True, day=None) is None


async def test_gains_hide_nothing_but_titles() -> None:
    found, manual = leagues(
        ranking_lifts=[
            ("vn.15.t1", None, None, None, "in_time", 0.5),
            ("vn.15.t2", "Mật", "secret", DAY, "overdue", 0.25),
        ]
    )
    first, second = await found.gains("vn.15")
    assert (first.title, first.secret, first.due) == ("vn.15.t1", False, None)
    assert (second.secret, second.gain) == (True, 0.25)
    assert manual.pool.asked[-1]["day"] == local_day(NOW)


def test_parameters_are_the_catalogue_s() -> None:
    assert leagues()[0].parameters.few_tasks == 5
