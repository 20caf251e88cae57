"""From rows to records."""

from datetime import UTC, date, datetime

from schema.queries import load
from tests.web.pages.test_unit import DESK, FILE, TASK, WAIT
from tests.web.pages_rig import ManualSite, as_site
from web.pages.reads import MOST, Reads, late, sent

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


async def test_a_desk() -> None:
    desk = await Reads(as_site(ManualSite(DESK))).unit("vn.15")
    assert [place.code for place in desk.path] == ["vn", "vn.15"]
    assert desk.state is None
    assert desk.todo[0].days_left == -6
    assert desk.asked_of_us[0].late


async def test_a_task_nobody_spoke_of() -> None:
    assert await Reads(as_site(ManualSite())).task("vn.15.t0001") is None


async def test_answered_difficulties_wait_for_nobody() -> None:
    facts = await Reads(as_site(ManualSite(FILE))).task("vn.15.t0001")
    assert facts is not None
    assert (len(facts.difficulties), facts.answered) == (1, 1)


def test_a_task_that_is_not_late_has_no_days_late() -> None:
    reads = Reads(as_site(ManualSite()))
    assert reads.line(TASK, NOW).days_late == 4
    assert reads.line((*TASK[:3], "awaiting", *TASK[4:]), NOW).days_late == 0


def test_a_secret_difficulty_keeps_its_text() -> None:
    (one,) = Reads(as_site(ManualSite())).waiting([(*WAIT[:2], "secret", *WAIT[3:])], NOW)
    assert (one.title, one.text) == ("", "")


def test_working_days_late() -> None:
    assert late(date(2026, 11, 20), date(2026, 11, 22)) == 0  # a week-end between
    assert late(None, date(2026, 11, 22)) == 0


def test_a_report_knows_its_receipt() -> None:
    assert sent(("r1", "form", NOW, 3, 2, 99, 0, 0)).receipt == "/api/receipts/r1?at=2:99"


def test_no_list_is_without_end() -> None:
    statements = load("pages")
    unbounded = {
        "task", "task_difficulties", "task_forecast", "states", "states_of_programmes",
        "waves_of_programmes",
        "count_open_alerts", "ranking_volumes", "ranking_sealed", "ranking_lifts",
    }  # fmt: skip
    for name in statements:
        if name not in unbounded:
            assert "limit %(most)s" in getattr(statements, name), name
    assert MOST <= 500
