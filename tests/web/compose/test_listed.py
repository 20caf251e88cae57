"""Facts behind figures in words; of a secret task nothing is told but that it exists (Q38)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from tests.web.states import place
from web.compose.listed import (
    Difficulty,
    Measured,
    Subject,
    Told,
    Turned,
    of_difficulty,
    of_reading,
    of_turn,
    of_update,
)
from web.compose.origin import Origin
from web.words import words

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
VI, EN = words("vi"), words("en")
TASK = Subject(code="vn.15.t0001", title="Phủ sóng 5G")
SECRET = replace(TASK, secret=True)
INDICATOR = Subject(code="C01", title="Dân số được phủ sóng 5G")
UPDATE = Told(
    id="u1", kind="progress", subject=TASK, unit=place("vn.15", "Tỉnh Lào Cai"), channel="form",
    source="web", occurred_at=AT, known_at=AT, received_at=AT, verdict="rejected",
    reason="the task has no due date to revise", marks=("conflict",),
    origin=Origin(report="r1", partition=3, offset=1201),
)  # fmt: skip
ASKED = Difficulty(
    task=TASK, difficulty="d1", type="legal", text="Thiếu hướng dẫn",
    lead=place("vn.15", "Tỉnh Lào Cai"), asked_of=place("tw.btc", "Bộ Tài chính", "central_body"),
    raised_on=date(2026, 11, 2), answer_due=None, days=20, late=False,
)  # fmt: skip
TURN = Turned(
    at=AT, task=TASK, version=4, lead=place("vn.15", "Tỉnh Lào Cai"), state_from="due_soon",
    state_to="overdue", sign_from="on_track", sign_to="overdue", reason="clock", cause=None,
)  # fmt: skip


def test_an_update_says_who_when_how_and_what_became_of_it() -> None:
    row = of_update(UPDATE, VI)
    assert row.href == "/tasks/vn.15.t0001#u-u1"
    assert "không ghi nhận" in row.lines[1] and "thời hạn để điều chỉnh" in row.lines[1]
    assert "phân vùng 3, vị trí 1201" in row.lines[2]
    assert row.entry["receipt"] == "/api/receipts/r1?at=3:1201"


def test_of_a_secret_task_neither_title_nor_reason_nor_text_is_told() -> None:
    row = of_update(replace(UPDATE, subject=SECRET), EN)
    assert "5G" not in row.title and row.entry["reason"] is None
    assert "due date" not in " ".join(row.lines)
    assert "Thiếu" not in " ".join(of_difficulty(replace(ASKED, task=SECRET), VI).lines)


def test_an_indicator_has_no_page_of_a_task() -> None:
    assert of_update(replace(UPDATE, subject=INDICATOR), VI).href is None


def test_a_difficulty_says_who_is_asked_and_for_how_long() -> None:
    row = of_difficulty(ASKED, EN)
    assert row.lines == ("waits for Bộ Tài chính since 02/11/2026 (20 days)", "Thiếu hướng dẫn")
    assert row.entry["asked_of"] == "tw.btc"


def test_a_change_of_standing_says_whether_time_alone_made_it() -> None:
    assert of_turn(TURN, EN).lines[0].endswith("by time alone")
    caused = of_turn(replace(TURN, cause="u1"), EN)
    assert caused.lines[0].endswith("by an update") and caused.href == "/tasks/vn.15.t0001#u-u1"
    assert caused.kind == "Due soon → Overdue"


def test_a_reading_is_told_exactly_as_it_is_kept_with_its_update() -> None:
    one = Measured(
        indicator=INDICATOR, unit=place("vn.15", "Tỉnh Lào Cai"), period="2026-10",
        value="56.70", num="567", den="1000", n=None, edition=None, measure="%", update=UPDATE,
    )  # fmt: skip
    row = of_reading(one, VI)
    assert row.kind == "56.70 %" and row.lines[0] == "2026-10 · 567/1000"
    assert (row.entry["value"], row.entry["id"]) == ("56.70", "u1")
    assert len(of_reading(replace(one, update=None), VI).lines) == 1
