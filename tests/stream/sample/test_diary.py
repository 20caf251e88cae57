"""Updates gathered into reports."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from schema.update import Progress
from stream.sample.diary import Diary, Habit, Way, habit, uuid7
from tests.stream.sample.small import days, rng

COMMUNES = [f"vn.15.{number:05d}" for number in range(1_000)]


def diary() -> Diary:
    return Diary(days(), rng(), lambda unit: "commune")


def test_what_a_unit_says_in_a_session_goes_into_one_report() -> None:
    book = diary()
    for number in range(3):
        book.write(Progress, "vn.15.04465", -3, session=0, subject="x", progress=number / 10)
    book.write(Progress, "vn.15.04465", -3, session=1, subject="x", progress=0.5)
    first, second = book.sent()
    assert [update.progress for update in first.report.updates] == [0.0, 0.1, 0.2]  # type: ignore[union-attr]
    assert first.received_at < second.received_at
    assert book.written[-3] == 4


def test_updates_occur_one_after_the_other_before_they_are_reported() -> None:
    book = diary()
    for _ in range(50):
        book.write(Progress, "vn.15.04465", -3, session=0, subject="x", progress=0.1)
    [sent] = book.sent()
    times = [update.occurred_at for update in sent.report.updates]
    assert times == sorted(set(times))
    assert times[-1] < sent.report.reported_at < sent.received_at


def test_another_way_is_another_report() -> None:
    book = diary()
    way = Way(name="offline", habit=Habit("file", "offline", 1), lag=timedelta(days=2))
    book.write(Progress, "vn.15.04465", -3, session=0, subject="x", progress=0.1)
    book.write(Progress, "vn.15.04465", -3, session=0, way=way, subject="x", progress=0.1)
    usual, late = book.sent()
    assert late.report.source == "offline"
    assert late.received_at - late.report.reported_at == timedelta(days=2)
    assert usual.report.source != "offline"


def test_a_report_is_never_too_long() -> None:
    book = diary()
    for _ in range(450):
        book.write(Progress, "vn.15.04465", -3, session=0, subject="x", progress=0.1)
    assert [len(sent.report.updates) for sent in book.sent()] == [400, 50]


def test_a_unit_keeps_its_session() -> None:
    book = diary()
    assert not book.reports_on("vn.15.04465", -3)
    book.write(Progress, "vn.15.04465", -3, session=1, subject="x", progress=0.1)
    assert book.reports_on("vn.15.04465", -3)
    assert book.session("vn.15.04465", -3) == 1


def test_one_commune_in_twelve_reports_by_one_person() -> None:
    alone = sum(habit(code, "commune") == Habit("form", "web", 1) for code in COMMUNES)
    assert 60 <= alone <= 110
    assert habit("vn.15.04465", "commune") == habit("vn.15.04465", "commune")


def test_most_reports_come_without_typing() -> None:
    automatic = sum(habit(code, "commune").channel == "connector" for code in COMMUNES)
    assert automatic > 700


def test_ids_are_uuids_of_version_7_and_their_time() -> None:
    at = days().at(-3, 9 * 3600)
    made = uuid7(at, rng())
    assert UUID(made).version == 7
    assert int(made.replace("-", "")[:12], 16) == int(at.timestamp() * 1000)
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made)
