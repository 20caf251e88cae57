"""What receivers read."""

import json
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from alerts.alert import Alert
from alerts.case import Case
from alerts.payload import kind, payload, text
from alerts.pipeline import run
from alerts.reason import LEAVING, Reason
from alerts.rules import shipped
from schema.alert import AlertState
from schema.states import Sign, State
from tests.alerts.builders import (
    AT_RISK,
    BEHIND,
    DUE_SOON,
    MONDAY,
    NOW,
    OVERDUE,
    TASK,
    opened,
    overdue,
    room,
    standing,
)


def test_the_body_of_a_message() -> None:
    body = payload(opened(overdue()), OVERDUE, shipped(), at=NOW)
    data = body["data"]
    assert isinstance(data, dict)
    assert (body["type"], body["timestamp"]) == ("alert.opened", "2026-11-23T02:00:00Z")
    assert (data["rule"], data["severity"], data["state"]) == ("overdue", "warning", "open")
    assert (data["subject"], data["url"]) == (TASK, f"/tasks/{TASK}")
    assert data["facts"]["days_late"] == 1
    assert json.loads(msgspec.json.encode(body)) == body


def test_the_words_of_a_rule() -> None:
    words = text(opened(overdue()), OVERDUE, shipped())
    title = "Số hóa hồ sơ tại bộ phận một cửa"
    assert words.vi == f"{title}: quá hạn từ ngày 22/11/2026 (1 ngày làm việc)"
    assert words.en == f"{title}: overdue since 22/11/2026 (1 working days)"


def test_the_words_of_an_end() -> None:
    alert = replace(opened(), reason=Reason.CLAIMED, state=AlertState.RESOLVED)
    assert text(alert, DUE_SOON, shipped()).en.endswith(": reported done, waiting for verification")


def test_the_words_of_an_early_warning() -> None:
    """How many days before, how likely, and from which reports (domain 9)."""
    seen = standing(
        State.IN_TIME,
        sign=Sign.BEHIND,
        due=MONDAY + timedelta(days=20),
        days_left=20,
        p_late=8_349,
        finish_p50=MONDAY + timedelta(days=40),
        reports=3,
        reported_on=MONDAY - timedelta(days=4),
    )
    words = text(opened(seen, rule=BEHIND), BEHIND, shipped())
    assert words.vi.endswith(
        ": chậm tiến độ, còn 20 ngày đến hạn 13/12/2026. Khả năng trễ 83%, dự kiến hoàn thành "
        "02/01/2027: dự báo ngày 23/11/2026, số ngày có báo cáo: 3, gần nhất 19/11/2026."
    )
    assert words.en.endswith(
        ": behind, days to the due date 13/12/2026: 20. Probability of lateness 83%, forecast "
        "finish 02/01/2027: forecast of 23/11/2026, days with a report: 3, the last 19/11/2026."
    )


@pytest.mark.parametrize("p_late", [None, 4_999])
def test_at_risk_in_silence_is_told_as_silence(p_late: int | None) -> None:
    alert = opened(standing(sign=Sign.AT_RISK, p_late=p_late), rule=AT_RISK)
    assert text(alert, AT_RISK, shipped()).en.endswith(". No report for two slots.")
    risen = opened(standing(sign=Sign.AT_RISK, p_late=5_000), rule=AT_RISK)
    assert "Probability of lateness 50%" in text(risen, AT_RISK, shipped()).en


def test_the_days_left_are_those_of_today() -> None:
    """A step of the ladder goes out days after the standing: its words count from that day."""
    seen = standing(State.IN_TIME, sign=Sign.AT_RISK, due=MONDAY + timedelta(days=20))
    before = opened(seen, rule=AT_RISK)
    later = room(now=NOW + timedelta(days=8))
    climbed = run(Case(room=later, rule=AT_RISK, before=before)).after
    assert climbed is not None
    assert (climbed.step, climbed.facts.days_left) == (2, 12)


def test_a_title_cannot_be_a_template() -> None:
    assert text(opened(standing(title="{unit} {0}")), DUE_SOON, shipped()).vi.startswith(
        "{unit} {0}"
    )


def test_a_task_without_a_due_date_has_words_too() -> None:
    assert text(opened(standing(due=None)), DUE_SOON, shipped()).en.endswith("due on —")


@pytest.mark.parametrize("secrecy", ["restricted", "secret", "top_secret"])
def test_the_title_of_a_secret_task_does_not_leave_the_house(secrecy: str) -> None:
    def told(alert: Alert) -> str:
        return msgspec.json.encode(payload(alert, DUE_SOON, shipped(), at=NOW)).decode()

    alert = opened(standing(title="Kế hoạch mật", secrecy=secrecy))
    assert "Kế hoạch mật" not in told(alert)
    assert "Kế hoạch mật" not in told(replace(alert, reason=Reason.DONE))


def test_four_kinds_of_events() -> None:
    assert {kind(reason) for reason in LEAVING} == {"resolved"}
    assert kind(Reason.STEP) == "step"
    assert kind(Reason.REDATED) == "changed"
    assert {kind(one) for one in (Reason.OPENED, Reason.REOPENED, Reason.MOVED)} == {"opened"}
