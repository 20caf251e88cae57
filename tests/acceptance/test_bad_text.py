"""SQL and HTML in every text an agency may send: it is shown as text wherever it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests.acceptance.hostile import UNIT, assigned, report, update
from tests.acceptance.system import System, until

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("unharmed")]
HTML = "\"><img src=x onerror=pwned=1><script>pwned=1</script>'; drop table task; --{{7*7}}"
SHORT = "<svg onload=pwned=1>';--"  # a label has 64 characters
CODE = f"{UNIT}.t900100"
DAY = (datetime.now(UTC) - timedelta(days=400)).date()
TASK = assigned(
    CODE,
    title=HTML,
    due=str(DAY),
    start=str(DAY),
    occurred_at=f"{DAY}T08:00:00+07:00",
    weight=1_000_000,
    plan=SHORT,
    objective=SHORT,
    field=SHORT,
    assignee=SHORT,
    origin=HTML,
    milestones=[{"code": SHORT, "weight": 1}],
)
SAID = [
    update("progress", subject=CODE, progress=0.1, reason=HTML, period=SHORT),
    update(
        "difficulty.raised",
        subject=CODE,
        difficulty=SHORT,
        type="data",
        text=HTML,
        asked_of="tw.bkhcn",
    ),
    update("evidence.added", subject=CODE, evidence=[{"hash": SHORT, "kind": SHORT}]),
    update("conclusion.recorded", subject=CODE, conclusion=SHORT, text=HTML, meeting=HTML),
    update("milestone.done", subject=CODE, milestone=SHORT),
]
URGED = update("urged", subject=CODE, to=UNIT, text=HTML)
PAGES = {
    "/boards/vn": True,
    f"/boards/{UNIT}": True,
    f"/units/{UNIT}": True,
    f"/tasks/{CODE}": True,
    f"/report?unit={UNIT}": True,
    f"/alerts?unit={UNIT}": True,
    "/alerts": True,
    "/ranking": False,
    "/programmes": False,
    "/find?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E": False,
    f"/report?unit={UNIT}&task=%22%3E%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E": False,
    "/boards/%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E": False,
    "/boards/vn?lang=%22%3E%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E": False,
}
"""Whether the title must be found on it."""
INJECTED = """() => [
  ...document.querySelectorAll('img[src="x"], [onerror], [onload], script:not([src])')
].filter(e => e.type !== 'application/json').map(e => e.outerHTML.slice(0, 200))"""
LINKS = "() => [...document.links].map(a => a.origin).filter(o => o !== location.origin)"


@pytest.fixture(scope="module")
def told(attacked: System) -> System:
    """The system, once the hostile words are everywhere."""
    attacked.post(report(TASK, URGED, unit="vn", actor=SHORT, source=SHORT))
    sent = attacked.post(report(*SAID, actor=SHORT, source=SHORT)).json()["reports"][0]
    fates = [one["state"] for one in attacked.receipt(sent["receipt"])["updates"]]
    assert fates == ["accepted"] * len(SAID)
    alerts = b"select from alert where subject = %s and state <> 'resolved'"
    until(lambda: attacked.sql(alerts, CODE), bool, "the alert of the overdue task")
    until(
        lambda: str(attacked.get("/boards/vn.json")["urge"]),
        lambda urge: CODE in urge,
        "the task on the list of those to be urged",
    )
    return attacked


@pytest.mark.parametrize("path", PAGES)
def test_words_are_shown_and_never_run(
    told: System, page: Page, faults: list[str], path: str
) -> None:
    for lang in ("vi", "en"):
        page.goto(f"{told.base}{path}{'&' if '?' in path else '?'}lang={lang}")
        page.wait_for_load_state("networkidle" if not PAGES[path] else "load")
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.evaluate(INJECTED) == []
        assert page.evaluate(LINKS) == []
        if PAGES[path]:
            assert HTML in page.evaluate("document.body.innerText"), f"the title on {path}"
    assert not faults, f"the page complained: {faults}"


def test_what_comes_over_the_live_line_is_text_too(
    told: System, page: Page, faults: list[str]
) -> None:
    page.goto(f"{told.base}/alerts?unit={UNIT}")
    more = assigned(f"{UNIT}.t900101", **{**_fields(TASK), "title": "live " + HTML})
    told.post(report(more, unit="vn"))
    page.get_by_text("live " + HTML).first.wait_for(timeout=20_000)
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate(INJECTED) == []
    assert not faults, f"the page complained: {faults}"


def test_twins_and_tables_say_it_as_it_is(told: System) -> None:
    assert told.get(f"/tasks/{CODE}.json")["title"] == HTML
    assert told.sql(b"select title from task where code = %s", CODE) == [(HTML,)]


def _fields(task: dict[str, object]) -> dict[str, object]:
    kept = ("due", "start", "occurred_at", "weight")
    return {name: task[name] for name in kept}
