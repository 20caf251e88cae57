"""What receivers read."""

import json

import msgspec
import pytest
from msgspec.structs import replace

from alerts.alert import Alert
from alerts.payload import kind, payload, text
from alerts.reason import LEAVING, Reason
from alerts.rules import shipped
from schema.alert import AlertState
from tests.alerts.builders import DUE_SOON, NOW, OVERDUE, TASK, opened, overdue, standing


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
