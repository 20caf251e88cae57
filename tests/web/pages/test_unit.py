"""Pages of units and tasks, from rows to HTML."""

from datetime import UTC, date, datetime
from typing import Any

from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import Rows, client

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TASK: tuple[Any, ...] = (
    "vn.15.t0001", "Phủ sóng 5G cho 90% dân số", "vn.15", "overdue", "overdue", "one_off",
    date(2026, 9, 1), date(2026, 11, 16), 4500, AT, None, None, "none", "nq57",
)  # fmt: skip
WAIT: tuple[Any, ...] = (
    "vn.38.t0007", "Kết nối dữ liệu", None, "vn.38", "data", "Thiếu đường truyền", "vn.15",
    date(2026, 11, 2), date(2026, 11, 20), "d-1",
)  # fmt: skip
REST: tuple[Any, ...] = (
    date(2026, 10, 1), "tw.btc", ["vn.01"], 1500, None, None, None, None, None,
    '[[1, "2026-09-15"], [1, null]]')  # fmt: skip
EVENT: tuple[Any, ...] = (
    "u1", "progress", "vn.15", "form", AT, AT, AT, "rejected",
    "the task has no due date to revise", ["conflict"], '{"kind":"progress","progress":0.45}',
    "officer-1", "web", "r1", 3, 1201,
)  # fmt: skip
DESK: dict[str, Rows] = {
    "open_tasks": [TASK],
    "asked_of_us": [WAIT],
    "to_verify": [TASK],
    "reports_of_unit": [("r1", "form", AT, 3, 0, 17, 1, 1)],
    "doubts_of_unit": [
        ("r1", "u1", "completed", "vn.38.t0007", "none", "rejected",
         "only the lead vn.38 or a unit above it may say this, not vn.15", []),
        ("r1", "u2", "progress", "vn.15.t0009", None, "held",
         "the task is not known yet; this waits for its assignment", None),
        ("r1", "u3", "progress", "vn.15.t0001", "none", "accepted", None, ["fall_without_reason"]),
        ("r1", "u4", "completed", "vn.15.t0002", "secret", "rejected", "only its lead", []),
        ("r1", "u5", "indicator.reading", "C01@vn.15", None, "accepted", None, ["outlier"]),
    ],
}  # fmt: skip
FILE: dict[str, Rows] = {
    "task": [TASK + REST],
    "task_events": [EVENT],
    "task_turns": [(AT, "in_time", "overdue", "on_track", "overdue", "clock")],
    "task_difficulties": [
        ("vn.15.t0001", "d-1", "legal", "Thiếu hướng dẫn", "tw.btc", date(2026, 11, 2), None, None),
        ("vn.15.t0001", "d-2", "legal", "", "tw.btc", date(2026, 11, 2), None, date(2026, 11, 3)),
    ],
}


def test_a_desk_has_three_columns() -> None:
    text = client(DESK).get("/units/vn.15").text
    for said in ("Ta phải làm", "Người khác chờ ta", "Ta chờ người khác", "Thiếu đường truyền"):
        assert said in text
    assert "/api/receipts/r1?at=0:17" in text
    assert bare_digits(text) == []


def test_a_desk_tells_why_something_was_not_taken_as_it_is() -> None:
    text = client(DESK).get("/units/vn.15").text.partition("<main")[2]
    for said in (
        "không ghi nhận · chỉ đơn vị chủ trì",
        "chờ nội dung liên quan · chưa có nhiệm vụ này, chờ giao nhiệm vụ",
        "tiến độ giảm nhưng chưa nêu lý do",
        "khác xa các kỳ trước",
        'href="/tasks/vn.38.t0007#u-u1"',
    ):
        assert said in text
    assert "only its lead" not in text, "what was said of a secret task is withheld (Q38)"
    english = client(DESK).get("/units/vn.15?lang=en").text.partition("<main")[2]
    assert "only the lead vn.38 or a unit above it may say this, not vn.15" in english
    doubts = client(DESK).get("/units/vn.15.json").json()["sent"][0]["doubts"]
    assert [one["verdict"] for one in doubts] == [
        "rejected", "held", "accepted", "rejected", "accepted"
    ]  # fmt: skip
    assert [one["update"] for one in doubts if one["reason"] is None] == ["u3", "u4", "u5"]
    assert doubts[2]["marks"] == ["fall_without_reason"]


def test_the_twin_of_a_desk() -> None:
    twin = client(DESK).get("/units/vn.15.json").json()
    assert twin["todo"][0]["days_late"] == 4
    assert twin["asked_of_us"][0]["days"] == 20
    assert twin["counts"]["todo"] == 1


def test_a_task_tells_every_event() -> None:
    text = client(FILE).get("/tasks/vn.15.t0001").text
    assert "officer-1 · biểu mẫu · web · nhật ký: phân vùng 3, vị trí 1201" in text
    assert 'id="u-u1"' in text and "/api/receipts/r1?at=3:1201" in text
    assert "không ghi nhận" in text
    assert "nhiệm vụ này không có thời hạn để điều chỉnh" in text
    assert "Thời hạn ban đầu" in text
    assert bare_digits(text) == []


def test_the_twin_of_a_task() -> None:
    twin = client(FILE).get("/tasks/vn.15.t0001.json").json()
    assert (twin["task"], twin["weight"], twin["difficulties_answered"]) == ("vn.15.t0001", 1.5, 1)
    assert twin["events"][0]["verdict"] == "rejected"


def test_no_such_unit_and_no_such_task() -> None:
    assert client().get("/units/vn.99").status_code == 404
    assert client().get("/tasks/vn.15.t9999").status_code == 404
    assert client().get("/tasks/vn.15.t9999.json").json()["error"]


def test_what_a_unit_was_worth_in_the_past_stands_on_its_board() -> None:
    for form in ("", ".json"):
        answer = client().get(f"/units/vn.15{form}?as_of=2026-11-20&restated=1")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/boards/vn.15{form}?as_of=2026-11-20&restated=1"
