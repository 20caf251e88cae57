"""Open alerts, and the inbox of a unit."""

from datetime import UTC, date, datetime

from tests.web.pages_rig import Rows, client

OPENED = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
ROWS: Rows = [
    ("a1", "overdue", "vn.15.t0001", "vn.15", "critical", "open", OPENED, date(2026, 11, 16),
     {"title": "Phủ sóng <5G>"}, None),
    ("a2", "due_soon", "vn.15.t0002", "vn.15", "reminder", "acked", OPENED, date(2026, 11, 22),
     {"title": "Kín", "secrecy": "secret"}, 9_120),
]  # fmt: skip
ANSWERS = {"open_alerts": ROWS, "count_open_alerts": [("critical", 1), ("reminder", 1)]}


def test_the_list() -> None:
    text = client(ANSWERS).get("/alerts").text
    assert "Phủ sóng &lt;5G&gt;" in text
    assert "Kín" not in text
    assert "đến hạn hôm nay" in text
    assert "data-inbox" not in text


def test_days_late_are_working_days() -> None:
    twin = client(ANSWERS).get("/alerts.json").json()
    assert twin["alerts"][0]["days"] == 4  # 17 to 20 November; today is a Sunday
    assert twin["counts"] == {"critical": 1, "warning": 0, "reminder": 1}


def test_an_early_warning_says_its_sign_and_how_likely() -> None:
    facts = {"title": "Kịp", "p_late": 8_000}  # as it opened; now it stands otherwise
    early = (
        "a3",
        "behind",
        "vn.15.t3",
        "vn.15",
        "warning",
        "open",
        OPENED,
        date(2026, 12, 4),
        facts,
        9_120,
    )
    answers: dict[str, Rows] = {"open_alerts": [early], "count_open_alerts": [("warning", 1)]}
    text = client(answers).get("/alerts").text
    assert 'data-state="behind"><span class="sr">Chậm</span>' in text
    assert "91,2%" in text and "12</" in text
    other = (*early[:1], "due_soon", *early[2:])
    assert "91,2%" not in client(answers | {"open_alerts": [other]}).get("/alerts").text


def test_an_inbox_is_live() -> None:
    text = client(ANSWERS).get("/alerts?unit=vn.15").text
    assert 'data-inbox="vn.15"' in text
    assert "/static/js/inbox.js" in text


def test_no_such_unit() -> None:
    assert client(ANSWERS).get("/alerts?unit=vn.99").status_code == 404


def test_nothing_open_is_said() -> None:
    assert "Không có cảnh báo đang mở" in client().get("/alerts").text
