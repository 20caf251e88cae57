"""What the feed knows between two looks."""

from __future__ import annotations

from schema.states import State
from stream.sample.view import Known, View, kind_of


def known(code: str, state: State, progress: float | None = 0.4) -> Known:
    lead = code.rpartition(".t")[0]
    return Known(
        code=code, lead=lead, assigned_by="tw.vptw", state=state, due=None, progress=progress
    )


TASKS = [
    known("vn.01.t0001", State.IN_TIME),
    known("vn.01.t0002", State.OVERDUE),
    known("vn.04.t0001", State.AWAITING),
    known("vn.04.t0002", State.RECURRING),
    known("vn.04.t0003", State.DONE_LATE),
]


def test_tasks_lie_by_what_may_be_done_with_them() -> None:
    view = View(TASKS, [], {}, {})
    assert [task.code for task in view.of_lead("vn.01")] == ["vn.01.t0001", "vn.01.t0002"]
    assert [task.code for task in view.awaiting] == ["vn.04.t0001"]
    assert [task.code for task in view.recurring] == ["vn.04.t0002"]
    assert [task.code for task in view.done] == ["vn.04.t0003"]
    assert not view.empty
    assert View(TASKS[2:3], [], {}, {}).empty


def test_what_is_taken_is_gone_from_its_lead_too() -> None:
    view = View(TASKS, [], {}, {})
    view.take(view.working, TASKS[0])
    assert view.of_lead("vn.01") == [TASKS[1]]


def test_new_tasks_go_on_from_the_highest_number() -> None:
    view = View([], [], {"vn.01": 60}, {})
    assert [view.next_code("vn.01"), view.next_code("vn.01")] == ["vn.01.t0061", "vn.01.t0062"]
    assert view.next_code("vn.04") == "vn.04.t0001"


def test_kinds_are_told_by_the_code() -> None:
    assert [kind_of(code) for code in ("tw.bca", "vn.01", "vn.01.00004")] == [
        "central_body",
        "province",
        "commune",
    ]
