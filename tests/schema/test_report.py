"""The envelope: what is asked of a report as posted and as logged."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from schema.report import MAX_UPDATES, LogReport, Report
from tests.schema.posts import body, new_id, post, progress

READ = msgspec.json.Decoder(Report)
READ_LOG = msgspec.json.Decoder(LogReport)
STAMP = {"received_at": "2026-06-01T09:00:00+07:00"}


def test_a_report_as_in_the_documents() -> None:
    report = READ.decode(body(post(channel="on_behalf", on_behalf_of="vn.15")))
    assert (report.v, report.channel, report.on_behalf_of) == (1, "on_behalf", "vn.15")
    assert len(report.updates) == 1


def test_the_version_may_be_left_out_and_is_one() -> None:
    given = post()
    del given["v"]
    assert READ.decode(body(given)).v == 1


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": "1"},
        {"id": "1"},
        {"unit": "VN"},
        {"actor": ""},
        {"channel": "fax"},
        {"source": None},
        {"reported_at": "2026-06-01T09:00:00"},
        {"reported_at": "1989-06-01T09:00:00Z"},
        {"reported_at": "9999-12-31T23:59:59Z"},
        {"updates": []},
        {"updates": None},
        {"updates": [5]},
        {"updates": [progress()] * (MAX_UPDATES + 1)},
        {"received_at": STAMP["received_at"]},  # the gateway's, not the sender's
        {"part": 0},
        {"unknown": 1},
    ],
    ids=str,
)
def test_what_is_no_report(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        READ.decode(body({**post(), **change}))


@pytest.mark.parametrize(
    "name", ["id", "unit", "actor", "channel", "source", "reported_at", "updates"]
)
def test_what_a_report_must_have(name: str) -> None:
    given = post()
    del given[name]
    with pytest.raises(msgspec.ValidationError, match=f"required field `{name}`"):
        READ.decode(body(given))


def test_the_longest_report() -> None:
    updates = [progress(id=new_id()) for _ in range(MAX_UPDATES)]
    assert len(READ.decode(body(post(*updates))).updates) == MAX_UPDATES


def test_a_report_in_the_log_is_stamped_and_numbered() -> None:
    logged = READ_LOG.decode(body({**post(), **STAMP, "part": 1, "parts": 2}))
    assert (logged.part, logged.parts) == (1, 2)
    assert READ_LOG.decode(body({**post(), **STAMP})).parts == 1


@pytest.mark.parametrize("change", [{"part": -1}, {"parts": 0}, {"parts": MAX_UPDATES + 1}])
def test_parts_are_counted(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        READ_LOG.decode(body({**post(), **STAMP, **change}))


def test_a_report_in_the_log_without_a_stamp_is_none() -> None:
    with pytest.raises(msgspec.ValidationError, match="received_at"):
        READ_LOG.decode(body(post()))
