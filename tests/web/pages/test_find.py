"""Units by name, with or without marks."""

import pytest

from tests.web.pages_rig import UNITS, client
from web.pages.find import like, matching, plain, top


@pytest.mark.parametrize("asked", ["Đắk Lắk", "dak lak", "DAK LAK", "vn.66"])
def test_one_hit_goes_straight_to_its_board(asked: str) -> None:
    answer = client().get("/find", params={"q": asked})
    assert (answer.status_code, answer.headers["location"]) == (303, "/boards/vn.66")


def test_who_will_report_is_led_to_the_form() -> None:
    answer = client().get("/find", params={"q": "dak lak", "to": "report"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/report?unit=vn.66")


def test_top_units_come_central_bodies_first() -> None:
    kinds = [unit.kind for unit in top(UNITS)]
    assert set(kinds) <= {"central_body", "province"} and kinds == sorted(kinds)


def test_several_hits_are_listed_with_what_is_above() -> None:
    text = client().get("/find", params={"q": "sa pa"}).text
    assert text.count("Xã Sa Pả") == 2
    assert "Tỉnh Lào Cai" in text
    assert "Tỉnh Thanh Hóa" in text


def test_no_hit_offers_the_nearest() -> None:
    text = client().get("/find", params={"q": "Đắc Lắc"}).text
    assert "Không tìm thấy đơn vị “Đắc Lắc”" in text
    assert "Tỉnh Đắk Lắk" in text


def test_marked_hits_come_first() -> None:
    assert matching("Hà Nội", list(UNITS))[0].code == "vn.01"
    assert like("ha nuoi", list(UNITS))[0].code == "vn.01"


def test_what_was_asked_is_text() -> None:
    assert "<i>" not in client().get("/find", params={"q": "<i>x"}).text


def test_nothing_asked_nothing_found() -> None:
    assert matching("", list(UNITS)) == []


def test_names_without_marks() -> None:
    assert plain("Đà Nẵng — Huế") == "da nang — hue"
