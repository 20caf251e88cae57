"""The report form."""

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_unit import DESK
from tests.web.pages_rig import client
from web.pages.report import TYPES
from web.words import words


def test_each_open_task_has_its_acts() -> None:
    text = client(DESK).get("/report?unit=vn.15").text
    for act in ("progress", "completed", "nil", "difficulty", "revise"):
        assert f'data-act="{act}"' in text
    assert 'value="45.0"' in text
    assert bare_digits(text) == []


def test_claims_and_questions_wait_below() -> None:
    text = client(DESK).get("/report?unit=vn.15").text
    for act in ("verify", "return", "answer"):
        assert f'data-act="{act}"' in text


def test_the_task_asked_for_is_marked() -> None:
    assert "data-focus" in client(DESK).get("/report?unit=vn.15&task=vn.15.t0001").text
    assert "data-focus" not in client(DESK).get("/report?unit=vn.15").text


def test_the_public_does_not_report() -> None:
    browser = client(DESK)
    browser.post("/viewer", data={"as": "public"})
    text = browser.get("/report?unit=vn.15").text
    assert 'data-act="progress"' not in text
    assert "Vai người dân không gửi báo cáo" in text


def test_without_a_unit_one_is_asked_which() -> None:
    text = client().get("/report").text
    assert "Chọn đơn vị để báo cáo" in text
    assert 'href="/report?unit=vn.15"' in text and 'name="to" value="report"' in text
    assert client().get("/report?unit=vn.99").status_code == 404


def test_every_kind_of_difficulty_has_a_word() -> None:
    assert all(words("vi").label(type_) for type_ in TYPES)
