"""Tables for spreadsheets."""

from __future__ import annotations

from starlette.requests import Request

from web.pages.sheet import as_sheet


def request(query: bytes = b"") -> Request:
    return Request({"type": "http", "query_string": query, "headers": []})


def test_cells_are_escaped_and_no_formula_runs() -> None:
    answer = as_sheet([["task", "title"], ["a", '=1+1"; x,y']], "nhip-tasks-vn", request())
    assert answer.body == b'task,title\r\na,"\'=1+1""; x,y"\r\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nhip-tasks-vn.csv"'
    assert "Link" not in answer.headers


def test_as_vietnamese_spreadsheets_want_it() -> None:
    answer = as_sheet([["a", "b"]], "x", request(b"excel=1"))
    assert bytes(answer.body).decode() == "\N{BYTE ORDER MARK}a;b\r\n"


def test_a_table_that_goes_on_says_where() -> None:
    answer = as_sheet([["a"]], "x", request(), "/boards/vn/tasks.csv?after=z")
    assert answer.headers["Link"] == '</boards/vn/tasks.csv?after=z>; rel="next"'
