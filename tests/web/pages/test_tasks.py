"""The tasks a figure is made of."""

import csv
import io
from datetime import date

import pytest

from tests.web.pages.test_board import bare_digits
from tests.web.pages.test_unit import TASK
from tests.web.pages_rig import Rows, client
from web.pages.tasks import MOST

MORE = (date(2026, 10, 1), None, 1500, "overdue")
ROWS: dict[str, Rows] = {
    "tasks": [(*TASK, *MORE, True), (*TASK, *MORE, False)],
    "count_tasks": [(794, 597, 2_000_000, 1_900_000, 7_500_000_000, 6_000_000)],
}
RATE = "figure=planning/on_time_rate"


def test_the_list_says_how_many_there_are_and_which_the_numerator_counts() -> None:
    text = client(ROWS).get(f"/boards/vn.15/tasks?{RATE}").text
    assert "Tỉnh Lào Cai" in text and "Tỷ lệ đúng hạn" in text
    assert "794" in text and "597" in text and "75,2%" in text
    assert text.count("tính vào tử số") >= 2 and "chỉ ở mẫu số" in text
    assert "of=counted" in text
    assert 'href="/boards/vn.15/why?figure=planning/on_time_rate"' in text
    assert bare_digits(text) == []


def test_in_english() -> None:
    text = client(ROWS).get(f"/boards/vn.15/tasks?{RATE}&lang=en").text
    assert "On-time rate" in text and "counted in the numerator" in text


def test_the_twin() -> None:
    twin = client(ROWS).get(f"/boards/vn.15@nq57/tasks.json?{RATE}").json()
    assert (twin["count"], twin["counted"], twin["shown"]) == (794, 597, 2)
    assert (twin["scope"], twin["programme"], twin["next"]) == ("vn.15", "nq57", None)
    first = twin["tasks"][0]
    assert (first["task"], first["counted"], first["due_0"]) == ("vn.15.t0001", True, "2026-10-01")
    assert first["days_past_due"] == 4


def test_a_full_page_says_where_it_goes_on() -> None:
    full = ROWS | {"tasks": [(*TASK, *MORE, True)] * MOST[""]}
    text = client(full).get("/boards/vn.15/tasks?figure=planning/due").text
    assert 'rel="next"' in text and "after=2026-11-16~vn.15.t0001" in text.replace("%7E", "~")


def test_the_sheet_has_a_head_and_a_row_a_task() -> None:
    text = client(ROWS).get(f"/boards/vn.15/tasks.csv?{RATE}").text
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert head[:2] == ["task", "title"] and len(rows) == 2 and len(rows[0]) == len(head)


@pytest.mark.parametrize("query", ["state=lost", "due=30/11/2026", "figure=planning", "of=x"])
def test_what_cannot_be_understood_is_refused(query: str) -> None:
    assert client().get(f"/boards/vn/tasks?{query}").status_code == 400


def test_no_such_scope_or_unit() -> None:
    assert client().get("/boards/vn.99/tasks").status_code == 404
    assert client().get("/boards/vn/tasks?unit=vn.99").status_code == 404


def test_nothing_is_said_to_be_nothing() -> None:
    assert "Không có nhiệm vụ nào" in client().get("/boards/vn/tasks?state=suspended").text


def test_the_older_address_leads_here() -> None:
    answer = client().get("/tasks.json?scope=vn.15@nq57&state=overdue")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/boards/vn.15@nq57/tasks.json?state=overdue"
