"""From a report to the glass and to a warning: random acts, a real browser, processes killed -9."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from schema.clock import local_day
from schema.states import PARTITION
from tests.acceptance import glass
from tests.acceptance.acts import KINDS, Act, Actor, Task
from tests.acceptance.system import System, running, until

pytestmark = pytest.mark.timeout(600)
ROLES = ("web", "fold", "roll", "alerts")
STATES = [state.value for state in PARTITION]
RECOUNT = (
    b"select t.state, count(*) from task t join unit u on u.code = t.lead "
    b"where %s = any(u.path) group by t.state"
)
DRAW = (
    b"select t.code, t.lead, t.assigned_by, u.top, t.due, t.state from task t "
    b"join unit u on u.code = t.lead where t.kind = 'one_off' and u.kind = %s "
    b"and t.state = any(%s) and t.start <= %s and t.claimed_on is null and t.done_on is null "
    b"and not exists (select from update x where x.subject = t.code and x.verdict = 'held') "
    b"order by md5(t.code || %s) limit 1"
)
ALERT = b"select state from alert where subject = %s and rule = 'overdue' order by opened_at desc"


@pytest.fixture(scope="module")
def system(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    data = Path(environ["NHIP_DATA_DIR"])
    with running(environ, data, "S") as found:
        yield found


def test_random_acts_reach_the_glass_and_the_inbox(
    system: System, page: Page, faults: list[str]
) -> None:
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 — a failing run must be repeatable
    rng = random.Random(seed)
    today = local_day(system.settings.clock().now())
    actor = Actor(rng, system.settings.clock().now, today)
    tasks = [
        _draw(system, "central_body", ["overdue"], today, seed),
        _draw(system, "commune", ["in_time", "due_soon"], today, seed),
    ]
    page.goto(system.base + "/boards/vn")
    planned = actor.play(tasks)
    assert {kind for kind, _ in planned} == set(KINDS) and len(planned) >= 20
    killed = dict(zip(rng.sample(range(2, 20), k=len(ROLES)), ROLES, strict=True))
    for number, (kind, task) in enumerate(planned):
        before = _partition(system, "vn"), _partition(system, task.top)
        was = task.state
        act = actor.act(kind, task)
        if number in killed:
            os.kill(system.pids()[killed[number]], signal.SIGKILL)
        _submit(system, act)
        _moved(system, act, was, before)
        _same_everywhere(system, page)
        _warned(system, task)
    assert not faults, f"the page complained: {faults}"


def _draw(system: System, kind: str, states: list[str], today: Any, seed: int) -> Task:
    rows = system.sql(DRAW, kind, states, today, str(seed))
    assert rows, f"expected a task of a {kind} in {states}, found none in the sample"
    code, lead, assigned_by, top, due, state = rows[0]
    return Task(
        code=code,
        lead=lead,
        assigned_by=assigned_by,
        top=top,
        due=due,
        state=state,
        open_state=state,
    )


def _submit(system: System, act: Act) -> None:
    for body in act.body.get("both", [act.body]):
        answer = system.post(body)
        assert answer.status_code == 202, f"{act.kind}: {answer.status_code} {answer.text}"
        (accepted,) = answer.json()["reports"]
        receipt = system.receipt(accepted["receipt"])
        verdicts = {update["state"] for update in receipt["updates"]}
        assert verdicts == {"accepted"}, f"{act.kind} on {act.task.code}: {receipt}"


def _partition(system: System, scope: str) -> dict[str, int]:
    states: dict[str, int] = system.get(f"/boards/{scope}.json")["planning"]["states"]
    return states


def _recount(system: System, scope: str) -> dict[str, int]:
    counted = {str(state): int(n) for state, n in system.sql(RECOUNT, scope)}
    return {state: counted.get(state, 0) for state in STATES}


def _moved(
    system: System, act: Act, was: str, before: tuple[dict[str, int], dict[str, int]]
) -> None:
    """Nation and province (or central body) move by exactly this task, and equal a recount."""
    for scope, states in zip(("vn", act.task.top), before, strict=True):
        expected = dict(states)
        expected[was] -= 1
        expected[act.state] += 1
        until(
            lambda scope=scope: _partition(system, scope),  # type: ignore[misc]
            lambda found, expected=expected: found == expected,  # type: ignore[misc]
            f"{scope} to move {was} -> {act.state} by {act.kind} on {act.task.code}: {expected}",
        )
        assert _recount(system, scope) == expected, f"a recount of {scope} differs"


def _same_everywhere(system: System, page: Page) -> None:
    """Without a reload, every figure of the DOM comes to equal the twin."""

    def compared() -> list[str]:
        twin = system.get("/boards/vn.json")
        shown = glass.read(page)
        assert len(shown) > 40, f"expected a board full of figures, found {len(shown)}"
        return glass.differences(shown, twin)

    until(compared, lambda faults: not faults, "the DOM to equal its twin")


def _warned(system: System, task: Task) -> None:
    """An alert is open exactly while the task is overdue."""

    def opened() -> bool:
        rows = system.sql(ALERT, task.code)
        return bool(rows) and rows[0][0] != "resolved"

    overdue = task.state == "overdue"
    until(opened, lambda found: found == overdue, f"{task.code} overdue={overdue} to be warned of")
