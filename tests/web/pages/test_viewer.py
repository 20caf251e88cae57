"""The demo's switch of roles."""

import pytest

from tests.web.pages_rig import client
from web.pages.viewer import local


def test_a_role_is_taken_and_the_reader_goes_back() -> None:
    answer = client().post("/viewer", data={"as": "minister", "back": "/units/tw.btc?x=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/units/tw.btc?x=1")
    cookie = answer.headers["set-cookie"]
    assert "nhip_role=minister" in cookie
    assert "HttpOnly" in cookie


def test_an_unknown_role_is_refused() -> None:
    answer = client().post("/viewer", data={"as": "king"})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_a_form_that_is_no_form_is_not_read_to_its_end() -> None:
    answer = client().post("/viewer", data={"as": "minister", "back": "/" + "x" * 5_000})
    assert answer.status_code == 413


def test_production_has_no_switch() -> None:
    assert client(profile="prod").post("/viewer", data={"as": "minister"}).status_code == 404


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil", "/a\nb", ""]
)
def test_one_does_not_leave_the_site(address: str) -> None:
    assert local(address) == "/"


def test_a_local_address_stays() -> None:
    assert local("/boards/vn?lang=en") == "/boards/vn?lang=en"
