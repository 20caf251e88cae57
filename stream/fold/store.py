"""An outcome into SQL, inside an open transaction: three waits at most, whatever it holds.

`add_updates` and `stage` COPY what is many: `update`, which only grows, straight; tasks and leaves
into staging tables, from where upserting is faster than from arrays at every size (measured: 11
against 15 µs a task row at 2,000, 21 against 25 at 100). `keep` says everything else in statements
that may share one round trip. Rows are made in `rows` and `task_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString

from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load
from stream.core.leaf import Placed
from stream.core.outcome import Outcome
from stream.fold import force, restated, rows, task_rows
from stream.fold.arrays import columns
from stream.fold.decode import DeadLetter, Parcel

_SQL = load("fold")


class Folded(Struct, frozen=True, kw_only=True):
    """What one transaction does to one partition."""

    partition: int
    outcome: Outcome
    letters: Sequence[Parcel] = ()
    """Messages for the dead letters, their content a DeadLetter."""

    @property
    def stamp(self) -> int:
        """The next offset after this transaction."""
        return self.outcome.overlay.next_offset

    @property
    def first_letter(self) -> int:
        """The number of its first row in the outbox."""
        return self.outcome.overlay.outbox_next - len(self.outcome.standings)


async def add_updates(connection: AsyncConnection[Row], folded: Iterable[Folded]) -> None:
    """The new and replaced rows of ``update``.

    Raises psycopg.errors.UniqueViolation when an id is there already.
    """
    replaced = [row for one in folded for row in one.outcome.replaced]
    if replaced:
        ids = [row.judged.entry.id for row in replaced]
        await connection.execute(_SQL.forget_updates, (ids,))
    added = (row for one in folded for row in (*one.outcome.replaced, *one.outcome.updates))
    cells = [rows.update_cells(row) for row in added]
    await _copy(connection, _SQL.copy_updates, rows.UPDATE_TYPES, cells)


async def stage(connection: AsyncConnection[Row], folded: Sequence[Folded]) -> list[Statement]:
    """Tasks, leaves and days into their staging tables; the statements that keep them.

    What restates closed days, which only grows, goes straight.
    """
    told = [
        cells
        for one in folded
        for cells in restated.cells(one.partition, one.outcome.restated, one.stamp)
    ]
    await _copy(connection, _SQL.copy_restated, restated.TYPES, told)
    said = []
    for copy, kept, types, cells in _staged(folded):
        if cells:
            await _copy(connection, copy, types, cells)
            said.append(kept)
    return said


async def keep(
    connection: AsyncConnection[Row], folded: Sequence[Folded], staged: Iterable[Statement]
) -> None:
    """What is staged and everything else that follows from the updates; made for a pipeline."""
    for statement in staged:
        await connection.execute(statement)
    changed = _changed_difficulties(folded)
    if changed:
        codes = [task.task.code for _, task in changed]
        await connection.execute(_SQL.forget_difficulties, (codes,))
    gone = [code for one in folded for code, each in one.outcome.outlooks.items() if each is None]
    if gone:
        await connection.execute(_SQL.forget_outlooks, (gone,))
    for statement, types, cells in _said(folded, changed):
        if cells:
            await connection.execute(statement, columns(types, cells))
    await force.keep(connection, [each for one in folded for each in _in_force(one)])
    for one in folded:
        await _bury(connection, one)


Statement = LiteralString
Types = tuple[str, ...]


def _staged(
    folded: Sequence[Folded],
) -> Iterator[tuple[Statement, Statement, Types, list[rows.Cells]]]:
    tasks = [
        task_rows.task_cells(one.partition, placed, one.outcome.overlay.today)
        for one in folded
        for _, placed in sorted(one.outcome.tasks.items())
    ]
    yield _SQL.copy_tasks, _SQL.keep_tasks, task_rows.TASK_TYPES, tasks
    leaves = [
        row
        for one in folded
        for row in rows.partial_cells(one.partition, one.outcome.totals, one.stamp)
    ]
    yield _SQL.copy_partials, _SQL.keep_partials, rows.PARTIAL_TYPES, leaves
    days = [
        row for one in folded for row in rows.day_cells(one.partition, one.outcome.days, one.stamp)
    ]
    yield _SQL.copy_days, _SQL.keep_days, rows.DAY_TYPES, days
    flows = [
        row
        for one in folded
        for row in rows.flow_cells(one.partition, one.outcome.flows, one.stamp)
    ]
    yield _SQL.copy_flows, _SQL.add_flows, rows.FLOW_TYPES, flows


def _said(
    folded: Sequence[Folded], difficult: Sequence[Difficult]
) -> Iterator[tuple[Statement, Types, list[rows.Cells]]]:
    """Tables of which a transaction touches few rows."""
    yield (
        _SQL.add_reports,
        rows.REPORT_TYPES,
        list(rows.report_cells((f.partition, row) for f in folded for row in f.outcome.reports)),
    )
    yield (
        _SQL.change_verdicts,
        rows.VERDICT_TYPES,
        [rows.verdict_cells(change) for f in folded for change in f.outcome.verdicts],
    )
    yield (
        _SQL.add_arrivals,
        rows.ARRIVAL_TYPES,
        [
            row
            for f in folded
            for row in rows.arrival_cells(f.partition, f.outcome.arrivals, f.stamp)
        ],
    )
    yield (
        _SQL.add_reported,
        rows.REPORTED_TYPES,
        [row for f in folded for row in rows.reported_cells(f.partition, f.outcome.flows)],
    )
    yield (
        _SQL.add_difficulties,
        task_rows.DIFFICULTY_TYPES,
        [row for n, task in difficult for row in task_rows.difficulty_cells(n, task.task)],
    )
    yield (
        _SQL.keep_outlooks,
        task_rows.OUTLOOK_TYPES,
        [
            task_rows.outlook_cells(f.partition, code, outlook)
            for f in folded
            for code, outlook in f.outcome.outlooks.items()
            if outlook is not None
        ],
    )
    yield (
        _SQL.add_history,
        rows.HISTORY_TYPES,
        [rows.history_cells(f.partition, change) for f in folded for change in f.outcome.standings],
    )
    yield (
        _SQL.add_outbox,
        rows.OUTBOX_TYPES,
        [
            row
            for f in folded
            for row in rows.outbox_cells(f.partition, f.first_letter, f.outcome.standings)
        ],
    )


Difficult = tuple[int, Placed]
"""A task whose difficulties changed, and its partition."""


def _changed_difficulties(folded: Sequence[Folded]) -> list[Difficult]:
    return [
        (one.partition, one.outcome.tasks[code])
        for one in folded
        for code in one.outcome.difficulties
    ]


def _in_force(one: Folded) -> Iterator[force.Moved]:
    """What is in force of the indicators that were judged anew."""
    return ((one.partition, one.stamp, found) for found in one.outcome.force.values())


async def _bury(connection: AsyncConnection[Row], one: Folded) -> None:
    for parcel in one.letters:
        letter = parcel.content
        assert isinstance(letter, DeadLetter)
        await connection.execute(
            _SQL.bury,
            (
                one.partition,
                parcel.offset,
                letter.path,
                letter.reason,
                letter.our_fault,
                parcel.raw,
            ),
        )


async def _copy(
    connection: AsyncConnection[Row],
    statement: LiteralString,
    types: Sequence[str],
    cells: Sequence[rows.Cells],
) -> None:
    if not cells:
        return
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in cells:
            await copy.write_row(row)
