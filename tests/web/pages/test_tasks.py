"""The tasks a figure is made of."""

from datetime import date

import pytest

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_unit import TASK
from tests.web.pages_rig import Rows, client
from web.pages.tasks import BadFilter, asked_of

ROWS: dict[str, Rows] = {"tasks_of": [(*TASK, 794)]}


def test_filters_of_an_address() -> None:
    asked = asked_of({"scope": "vn.15@nq57", "state": "overdue", "due": "2026-11-30"})
    assert (asked.scope, asked.programme, asked.state) == ("vn.15", "nq57", "overdue")
    assert asked.due == date(2026, 11, 30)
    assert asked_of({}).scope == "vn"


@pytest.mark.parametrize("given", [{"state": "lost"}, {"due": "30/11/2026"}])
def test_what_cannot_be_understood_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadFilter):
        asked_of(given)
    assert client().get("/tasks", params=given).status_code == 400


def test_the_list_says_how_many_there_are() -> None:
    text = client(ROWS).get("/tasks?scope=vn.15&state=overdue").text
    assert "Tỉnh Lào Cai" in text
    assert "Phủ sóng 5G" in text
    assert 'data-figure="count"' in text
    assert "đầu tiên theo hạn" in text
    assert bare_digits(text) == []


def test_the_twin() -> None:
    twin = client(ROWS).get("/tasks.json?state=overdue").json()
    assert (twin["count"], twin["shown"], twin["tasks"][0]["task"]) == (794, 1, "vn.15.t0001")


def test_no_such_scope() -> None:
    assert client().get("/tasks?scope=vn.99").status_code == 404


def test_nothing_is_said_to_be_nothing() -> None:
    assert "Không có nhiệm vụ nào" in client().get("/tasks?state=suspended").text
