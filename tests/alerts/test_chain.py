"""Who is spoken to."""

import pytest

from alerts.chain import chain_of
from alerts.rules import Office
from tests.alerts.builders import BODY, COMMUNE, OFFICE, PROVINCE, TREE, standing


def test_a_commune_stands_under_its_province() -> None:
    chain = chain_of(standing(in_charge="m.pho_thu_tuong"), TREE, OFFICE)
    assert chain == {
        Office.LEAD: COMMUNE,
        Office.HEAD: COMMUNE,
        Office.PARENT: PROVINCE,
        Office.IN_CHARGE: "m.pho_thu_tuong",
        Office.STANDING_OFFICE: OFFICE,
    }


def test_groups_are_no_office() -> None:
    chain = chain_of(standing(lead=PROVINCE, assigned_by=BODY), TREE, OFFICE)
    assert chain[Office.PARENT] == BODY
    assert chain[Office.IN_CHARGE] == BODY


@pytest.mark.parametrize("assigned_by", [None, "vn", "vn.unknown", BODY])
def test_who_is_nobody_is_left_to_the_standing_office(assigned_by: str | None) -> None:
    chain = chain_of(standing(lead=BODY, assigned_by=assigned_by), TREE, OFFICE)
    assert (chain[Office.PARENT], chain[Office.IN_CHARGE]) == (OFFICE, OFFICE)


def test_an_unknown_lead_still_has_a_chain() -> None:
    chain = chain_of(standing(lead="vn.99", assigned_by=None), TREE, OFFICE)
    assert (chain[Office.LEAD], chain[Office.PARENT]) == ("vn.99", OFFICE)
