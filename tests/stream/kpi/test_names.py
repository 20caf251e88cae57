from stream.kpi.names import UnitNames
from tests.stream.kpi.places import cut

NAMES = UnitNames(cut().unit)


def test_places_are_not_capitalised_within_a_sentence() -> None:
    assert NAMES.vi("vn.01") == "tỉnh vn.01"
    assert NAMES.vi("vn.01.00001") == "xã vn.01.00001"


def test_bodies_are() -> None:
    assert NAMES.vi("tw.a") == "Bộ tw.a"


def test_english_falls_back_to_vietnamese() -> None:
    assert (NAMES.en("tw.a"), NAMES.en("vn.01.00001")) == ("TW.A", "Xã vn.01.00001")


def test_an_unknown_code_stands_for_itself() -> None:
    assert NAMES.vi("xx.1") == NAMES.en("xx.1") == "xx.1"
