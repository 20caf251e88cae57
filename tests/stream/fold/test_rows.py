from __future__ import annotations

import struct
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from schema.alert import decode
from schema.measures import WIDTH, ZERO, packed
from schema.states import Verdict
from stream.core.leaf import LeafKey
from stream.core.outcome import Arrivals, DayClose, Outcome, ReportRow, VerdictChange
from stream.fold import rows
from tests.builders import assigned, at, on, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import reported

LEAF = LeafKey("vn.15.04465", "nq57", "", "", "A", "")


def outcome() -> Outcome:
    """A task assigned and reported on."""
    log = MemoryLog(world())
    return log.fold([reported(assigned(), unit="vn.15"), reported(progress(0.25))])


def test_a_uuid_is_its_16_bytes() -> None:
    text = "0198f0c2-1111-7000-8000-0123456789ab"
    assert rows.uuid_bytes(text) == UUID(text).bytes


def test_counts_in_binary_form() -> None:
    counts = (*range(WIDTH - 1), -1)
    packed = rows.counts_list(counts)
    assert struct.unpack("!5i", packed[:20]) == (1, 0, 20, WIDTH, 1)
    assert struct.unpack("!" + "iq" * WIDTH, packed[20:])[1::2] == counts


def test_a_row_of_update_has_a_cell_for_each_type() -> None:
    for row in outcome().updates:
        cells = rows.update_cells(row)
        assert len(cells) == len(rows.UPDATE_TYPES)
        assert cells[2] in ("task.assigned", "progress") and cells[14] == "accepted"
        assert cells[16] is None, "no marks are null, not an empty list"


def test_a_row_of_report_keeps_the_ids_as_given() -> None:
    report = reported(progress(0.1), progress(0.2))
    (cells,) = rows.report_cells([(3, ReportRow(report=report, offset=9))])
    assert len(cells) == len(rows.REPORT_TYPES)
    assert cells[2:4] == (3, 9)
    assert cells[-1] == "{" + ",".join(update.id for update in report.updates) + "}"


def test_a_part_that_came_twice_is_one_row_with_all_its_updates() -> None:
    first, second, third = progress(0.1), progress(0.2), progress(0.3)
    report = reported(first, second)
    again = msgspec.structs.replace(report, updates=[second, third])
    given = [(3, ReportRow(report=report, offset=9)), (5, ReportRow(report=again, offset=2))]
    (cells,) = rows.report_cells(given)
    assert cells[2:4] == (3, 9), "where it lies first"
    assert cells[-1] == f"{{{first.id},{second.id},{third.id}}}"


def test_a_verdict_that_changed() -> None:
    change = VerdictChange(
        id=str(UUID(int=5)),
        verdict=Verdict.HELD,
        reason="waits",
        marks=("conflict", "nil_streak"),
        judged_at=at(),
    )
    cells = rows.verdict_cells(change)
    assert cells == (UUID(int=5).bytes, "held", "waits", "{conflict,nil_streak}", at())
    assert len(cells) == len(rows.VERDICT_TYPES)
    unmarked = msgspec.structs.replace(change, marks=())
    assert rows.verdict_cells(unmarked)[3] is None


def test_leaves_carry_the_stamp() -> None:
    counts = tuple(range(WIDTH))
    (cells,) = rows.partial_cells(2, {LEAF: packed(counts)}, 77)
    assert cells == (2, *LEAF, rows.counts_list(counts), 77)
    assert len(cells) == len(rows.PARTIAL_TYPES)


def test_versions_of_a_day_count_within_the_transaction() -> None:
    close = DayClose(day=on(0), leaf=LEAF, counts=ZERO, known_from=at())
    other = DayClose(day=on(1), leaf=LEAF, counts=ZERO, known_from=at())
    cells = list(rows.day_cells(0, [close, other, close], 5))
    assert [(row[7], row[8]) for row in cells] == [(on(0), 1), (on(1), 1), (on(0), 2)]
    assert all(len(row) == len(rows.DAY_TYPES) for row in cells)


def test_arrivals_are_what_is_to_be_added() -> None:
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    added = {("vn.15", begin): Arrivals(updates=3, automatic=2, lag_s=40)}
    assert list(rows.arrival_cells(1, added, 12)) == [(1, "vn.15", begin, 3, 2, 40, 12)]
    assert len(rows.ARRIVAL_TYPES) == 7


def test_a_change_of_standing_in_history_and_outbox() -> None:
    folded = outcome()
    (change,) = folded.standings
    history = rows.history_cells(4, change)
    assert len(history) == len(rows.HISTORY_TYPES)
    assert history[:4] == (change.standing.subject, 1, change.standing.at, 4)
    assert history[4:6] == ("unknown", change.standing.state.value)
    (row,) = rows.outbox_cells(4, 30, folded.standings)
    assert row[:3] == (4, 30, change.key) and decode(row[3]) == change.standing
    assert len(row) == len(rows.OUTBOX_TYPES)
