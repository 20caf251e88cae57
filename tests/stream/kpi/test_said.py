from datetime import date

import pytest

from stream.kpi.facts import Facts, Held, Oldest, Waiting
from stream.kpi.names import UnitNames
from stream.kpi.said import SAID, Said
from tests.stream.kpi.places import cut

NAMES = UnitNames(cut().unit)
FACTS = Facts(
    scope="vn.01",
    programme="nq57",
    total=1287,
    due=705,
    overdue=104,
    held=Held(units=("vn.01.00001",), kind="commune", overdue=43),
    oldest=Oldest(due=date(2026, 11, 1), days_late=1, lead="vn.01.00001"),
    waiting=Waiting(body="tw.a", units=2, days=1),
    next_due=date(2026, 11, 28),
)


def said(place: str) -> Said:
    return SAID[place](FACTS, NAMES)


def test_a_count_is_a_figure_with_a_link_to_its_parts() -> None:
    assert said("total") == Said("1.287", "1,287", "/boards/vn.01@nq57#partition-title", 1287)


def test_a_share_is_an_unrounded_fraction_in_the_twin() -> None:
    assert said("overdue_rate")[:2] == ("14,8%", "14.8%")
    assert said("overdue_rate").number == 104 / 705
    assert (said("held_share").vi, said("held_share").number) == ("41%", 43 / 104)


def test_a_day_is_an_iso_day_in_the_twin() -> None:
    assert (said("next_due").vi, said("next_due").number) == ("28/11/2026", "2026-11-28")


def test_a_unit_is_a_name_with_a_link() -> None:
    assert said("waiting_for") == Said("Bộ tw.a", "TW.A", "/units/tw.a")


@pytest.mark.parametrize(
    ("place", "word"),
    [("hold", "holds"), ("holder_kind", "commune"), ("days", "day"), ("units_are", "units are")],
)
def test_english_words_agree_with_their_number(place: str, word: str) -> None:
    assert said(place).en == word


@pytest.mark.parametrize("place", sorted(SAID.keys() - {"oldest_due", "next_due"}))
def test_every_place_can_be_asked_of_empty_facts(place: str) -> None:
    SAID[place](Facts(scope="vn", total=0, due=1, overdue=0), NAMES)
