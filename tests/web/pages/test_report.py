"""The report form."""

from typing import Any

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_unit import DESK
from tests.web.pages_rig import client
from web.pages.report import TYPES, correction
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
    assert browser.get("/report?unit=vn.15").status_code == 403
    text = client(DESK, profile="prod").get("/report?unit=vn.15").text
    assert 'data-act="progress"' not in text
    assert "Vai người dân không gửi báo cáo" in text


def test_without_a_unit_one_is_asked_which() -> None:
    text = client().get("/report").text
    assert "Chọn đơn vị để báo cáo" in text
    assert 'href="/report?unit=vn.15"' in text and 'name="to" value="report"' in text
    assert client().get("/report?unit=vn.99").status_code == 404


def test_every_kind_of_difficulty_has_a_word() -> None:
    assert all(words("vi").label(type_) for type_ in TYPES)


ID = "0198f0c2-0000-7000-8000-000000000001"
SAID = (
    ID, "vn.15.t0001", "progress", "vn.15", "accepted", ["fall_without_reason", "strange"],
    '{"kind":"progress","subject":"vn.15.t0001","progress":0.2}', "Phủ sóng", "none",
)  # fmt: skip


def test_what_a_repair_asks_for_is_filled_in() -> None:
    asked = "/report?unit=vn.15&task=vn.15.t0001&act=progress&period=2026-W47"
    text = client(DESK).get(asked).text
    assert 'data-open="progress"' in text and 'value="2026-W47"' in text
    assert "data-open" not in client(DESK).get("/report?unit=vn.15&task=vn.15.t0001&act=x").text


def test_an_update_can_be_corrected_by_the_unit_that_sent_it() -> None:
    rows = {**DESK, "update_said": [SAID]}
    text = client(rows).get(f"/report?unit=vn.15&act=explain&update={ID}").text
    assert f'data-update="{ID}"' in text and 'data-field="progress"' in text
    assert 'data-open="explain"' in text and "tiến độ giảm nhưng chưa nêu lý do" in text
    assert all(f'data-act="{act}"' in text for act in ("explain", "change", "take_back"))
    theirs = client(rows).get(f"/report?unit=vn.38&update={ID}").text
    assert "data-update" not in theirs
    assert "data-update" not in client(rows).get("/report?unit=vn.15&update=x").text


def test_a_reading_is_corrected_under_the_subject_it_was_sent_with() -> None:
    body = '{"kind":"indicator.reading","subject":"D01","unit":"vn.15"}'
    row = (ID, "D01@vn.15", "indicator.reading", "vn.15", "accepted", ["outlier"], body, None, None)
    found = correction(row, words("en"))
    assert (found.subject, found.field, found.acts) == ("D01", "value", ("change", "take_back"))
    assert found.wrong == ("far from earlier values",)


def test_what_is_secret_is_corrected_without_its_title() -> None:
    nil: Any = (ID, "t", "slot.nil", "vn.15", "accepted", [], '{"subject":"t"}', "Kín", "secret")
    found = correction(nil, words("vi"))
    assert (found.title, found.field, found.acts) == ("", "", ("take_back",))
