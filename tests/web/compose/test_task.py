"""A task's page: every event with its times and its verdict; a secret one keeps its secret."""

import json

import pytest

from tests.web.office import event, line, task_facts
from web.compose.task import task_view
from web.compose.tile import resolve


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_figure_is_in_the_twin(lang: str) -> None:
    figures, twin, _ = task_view(task_facts(), lang)
    for pointer, figure in figures.items():
        assert resolve(twin, pointer) == figure.value, pointer


def test_an_event_has_three_times() -> None:
    _, twin, page = task_view(task_facts(), "vi")
    (told,) = page["events"]["lines"]
    assert (told["occurred"], told["reported"], told["received"]) == (
        "14:05 22/11/2026",
        "14:10 22/11/2026",
        "14:11 22/11/2026",
    )
    assert twin["events"][0]["progress"] == 0.45


def test_verdict_reason_and_marks_are_in_words() -> None:
    given = event(
        verdict="rejected",
        reason="the task has no due date to revise",
        marks=("fall_without_reason", "mark_of_tomorrow"),
    )
    (told,) = task_view(task_facts(events=(given,)), "vi")[2]["events"]["lines"]
    assert told["verdict_word"] == "không ghi nhận"
    assert told["why"] == "nhiệm vụ này không có thời hạn để điều chỉnh"
    assert told["marks"] == ["tiến độ giảm nhưng chưa nêu lý do", "mark_of_tomorrow"]


def test_what_an_event_says() -> None:
    given = event(body={"kind": "task.revised", "new_due": "2026-12-31", "reason": "bão lũ"})
    (told,) = task_view(task_facts(events=(given,)), "vi")[2]["events"]["lines"]
    assert told["text"] == "bão lũ · hạn mới 31/12/2026"


def test_the_secret_of_a_secret_task_is_nowhere() -> None:
    hidden = event(reason="vì lý do kín", body={"kind": "progress", "text": "nội dung kín"})
    facts = task_facts(line=line(title="tên kín", secret=True), events=(hidden,), difficulties=())
    figures, twin, page = task_view(facts, "vi")
    said = json.dumps([twin, page, [f.text for f in figures.values()]], ensure_ascii=False)
    assert "kín" not in said


def test_an_unchanged_due_date_is_not_said_twice() -> None:
    facts = task_facts()
    same = task_facts(due_0=facts.line.due)
    assert task_view(facts, "vi")[2]["head"]["due_0"] == "18/10/2026"
    assert task_view(same, "vi")[2]["head"]["due_0"] is None
