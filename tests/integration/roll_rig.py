"""What the tests of the roll on real engines share: their own system, and a stand-in for the fold.

The stand-in writes what one transaction of the fold leaves behind (tasks, leaves, day closes,
arrivals, positions and the notification), from tasks that the test invents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from msgspec import Struct
from psycopg import Connection, IsolationLevel, sql

from schema.catalogue import Catalogue
from schema.catalogue_store import unit_rows
from schema.clock import day_end
from schema.database import Row, connect, connect_async, identifier
from schema.kpi import KpiState, decode
from schema.measures import INDEX, WIDTH, Counts
from schema.migrate import migrate
from schema.queries import load
from schema.settings import Settings
from stream.kpi.leaf import Key, Leaf
from stream.roll.carrier import Carrier
from stream.roll.leader import Leader


class Task(Struct, frozen=True, kw_only=True):
    """A task as far as the roll can see."""

    code: str
    lead: str
    state: str = "in_time"
    programme: str = "nq57"
    field: str = "A"
    in_charge: str = ""
    due: date | None = None
    start: date | None = None
    due_0: date | None = None
    weight: int = 1000
    milestones: str | None = None
    done_on: date | None = None
    sign: str = "on_track"
    partition: int = 0
    more: Mapping[str, int] = {}
    """Other measures it adds to."""

    @property
    def leaf(self) -> Leaf:
        """Where it counts."""
        return Leaf(self.partition, self.lead, self.programme, "", "", self.field, self.in_charge)

    @property
    def counts(self) -> Counter[int]:
        """What it adds, by index of the measure."""
        return Counter(
            {INDEX[self.state]: 1, **{INDEX[name]: number for name, number in self.more.items()}}
        )


def build(settings: Settings, partitions: int = 8) -> None:
    """Tables under the test's own prefix."""
    migrate(settings, lambda line: None)
    queries = load("migrate")
    with connect(settings, build=1) as connection:
        connection.execute(queries.found_installation, (partitions, "test", False))
        connection.execute(queries.first_positions, (partitions,))


def tear_down(settings: Settings) -> None:
    """Leave nothing behind on engines that others use too."""
    names = settings.names
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        for schema in (names.build_sql(1), names.sql):
            statement = sql.SQL("drop schema if exists {} cascade")
            connection.execute(statement.format(identifier(schema)))


def load_catalogue(settings: Settings, catalogue: Catalogue, day: date) -> None:
    """Make a catalogue the newest version, without telling the log."""
    queries = load("catalogue")
    with connect(settings) as connection, connection.transaction():
        row = connection.execute(queries.newest).fetchone()
        version = ((row and row[0]) or 0) + 1
        body = catalogue.body.decode()
        connection.execute(queries.insert, (version, catalogue.hash, body))
        connection.execute(queries.forget_units)
        with connection.cursor() as cursor, cursor.copy(queries.copy_units) as copy:
            for unit in unit_rows(catalogue, day):
                copy.write_row(unit)


class StandIn:
    """Stands in for the fold; `partitions` are numbered from 0."""

    def __init__(self, settings: Settings, partitions: int = 8) -> None:
        self._settings = settings
        self._offsets = dict.fromkeys(range(partitions), 0)
        self._leaves: dict[Leaf, Counter[int]] = {}
        self._closed: dict[Leaf, Counts] = {}
        self.tasks: dict[str, Task] = {}

    def connect(self) -> Connection[Row]:
        """A connection as the fold has it."""
        return connect(self._settings, build=1)

    def put(self, *tasks: Task) -> dict[int, int]:
        """Fold these tasks in one transaction; returns the positions."""
        touched = {leaf for task in tasks for leaf in self._replace(task)}
        partitions = {leaf.partition for leaf in touched}
        for partition in partitions:
            self._offsets[partition] += 1
        with self.connect() as connection, connection.transaction():
            self._write_tasks(connection, tasks)
            self._write_leaves(connection, touched)
            self._move_on(connection, partitions)
        return dict(self._offsets)

    def redate(self, code: str, due: date) -> None:
        """Revise a due date within the same state: no integer moves."""
        with self.connect() as connection, connection.transaction():
            connection.execute("update task set due = %s where code = %s", (due, code))
            self._offsets[self.tasks[code].partition] += 1
            self._move_on(connection, {self.tasks[code].partition})

    def close(self, day: date, partitions: Iterable[int] | None = None) -> None:
        """Fold the midnight that ends `day` in these partitions (all of them)."""
        chosen = set(self._offsets if partitions is None else partitions)
        with self.connect() as connection, connection.transaction():
            self._write_days(connection, day, chosen)
            for partition in chosen:
                self._offsets[partition] += 1
            self._move_on(connection, chosen, day_end(day))

    def restate(self, task: str, known_on: date, steps: str, *updates: str) -> None:
        """Something told late: from which days on a task's leaf differs by how much."""
        leaf = self.tasks[task].leaf
        self._offsets[leaf.partition] += 1
        with self.connect() as connection, connection.transaction():
            connection.execute(
                "insert into restated values"
                " (%s, %s, %s, %s, %s, %s, %s, %s, 'late', %s, now(), %s, %s, %s, %s)",
                (*leaf, task, list(updates), known_on, known_on, steps,
                 self._offsets[leaf.partition]),
            )  # fmt: skip
            self._move_on(connection, {leaf.partition})

    def arrive(
        self, unit: str, at: datetime, updates: int, automatic: int = 0, lag_s: int = 0
    ) -> None:
        """Updates of a unit arrive, in a transaction of their own."""
        with self.connect() as connection, connection.transaction():
            self._offsets[0] += 1
            begin = at - (at - datetime.min.replace(tzinfo=UTC)) % timedelta(minutes=5)
            given = (0, unit, begin, updates, automatic, lag_s, self._offsets[0])
            connection.execute(load("fold").add_arrivals, [[cell] for cell in given])
            self._move_on(connection, {0})

    def wait_for(self, task: str, body: str, since: date) -> None:
        """A task's lead has asked a body for an answer."""
        with self.connect() as connection:
            connection.execute(
                "insert into difficulty (task, difficulty, partition, lead, type, text, asked_of,"
                " raised_by, raised_on) values (%s, %s, 0, %s, 'legal', '?', %s, %s, %s)",
                (task, f"d{since}", self.tasks[task].lead, body, self.tasks[task].lead, since),
            )

    def _replace(self, task: Task) -> list[Leaf]:
        before = self.tasks.get(task.code)
        self.tasks[task.code] = task
        if before is not None:
            self._leaves[before.leaf].subtract(before.counts)
        self._leaves.setdefault(task.leaf, Counter()).update(task.counts)
        return [task.leaf] if before is None else [before.leaf, task.leaf]

    def _counts(self, leaf: Leaf) -> Counts:
        return tuple(self._leaves[leaf][index] for index in range(WIDTH))

    def _write_tasks(self, connection: Connection[Row], tasks: Iterable[Task]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into task (code, partition, home, lead, programme, field, in_charge, due,"
                " state, sign, kind, start, due_0, weight, milestones, done_on, standing_version,"
                " updates, fold)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'one_off', %s, %s, %s, %s, %s,"
                " 1, 1, '')"
                " on conflict (code) do update set lead = excluded.lead, due = excluded.due,"
                " state = excluded.state, sign = excluded.sign, field = excluded.field,"
                " due_0 = excluded.due_0, weight = excluded.weight,"
                " milestones = excluded.milestones, done_on = excluded.done_on",
                [
                    (t.code, t.partition, t.lead, t.lead, t.programme, t.field, t.in_charge, t.due,
                     t.state, t.sign, t.start, t.due_0, t.weight, t.milestones, t.done_on)
                    for t in tasks
                ],
            )  # fmt: skip

    def _write_leaves(self, connection: Connection[Row], leaves: Iterable[Leaf]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into partial values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (partition, lead, programme, plan, objective, field, in_charge)"
                " do update set counts = excluded.counts, stamp = excluded.stamp",
                [
                    (*leaf, list(self._counts(leaf)), self._offsets[leaf.partition])
                    for leaf in leaves
                ],
            )

    def _write_days(self, connection: Connection[Row], day: date, partitions: set[int]) -> None:
        changed = {
            leaf: counts
            for leaf in self._leaves
            if leaf.partition in partitions
            and (counts := self._counts(leaf)) != self._closed.get(leaf)
        }
        self._closed |= changed
        with connection.cursor() as cursor, cursor.copy("copy partial_day from stdin") as copy:
            for leaf, counts in changed.items():
                copy.write_row((*leaf, day, 1, day_end(day), list(counts), 1))

    def _move_on(
        self, connection: Connection[Row], partitions: Iterable[int], clock: datetime | None = None
    ) -> None:
        for partition in partitions:
            connection.execute(
                "update position set next_offset = %s, clock = coalesce(%s, clock)"
                " where partition = %s",
                (self._offsets[partition], clock, partition),
            )
        channel = identifier(self._settings.names.partials_channel)
        connection.execute(sql.SQL("notify {}").format(channel))


def rows(settings: Settings, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The answer of the database to a question of a test."""
    with connect(settings, build=1) as connection:
        return connection.execute(query.encode(), values).fetchall()


def states(settings: Settings) -> dict[Key, KpiState]:
    """Every published state."""
    found = rows(settings, "select scope, programme, state::text from kpi_now")
    return {(scope, programme): decode(state) for scope, programme, state in found}


def state(settings: Settings, scope: str, programme: str = "") -> KpiState | None:
    """The published state of one scope."""
    query = "select state::text from kpi_now where scope = %s and programme = %s"
    found = rows(settings, query, scope, programme)
    return decode(found[0][0]) if found else None


@asynccontextmanager
async def leading(settings: Settings) -> AsyncIterator[Leader]:
    """A leader that has published everything; the test says when it takes its next cycle."""
    carrier = Carrier(settings.redis_url, settings.names.kpi_stream)
    async with await connect_async(settings, build=1) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        leader = Leader(connection, 1, settings, carrier)
        await leader.begin()
        await follow(leader)
        yield leader
    await carrier.close()


async def follow(leader: Leader) -> None:
    """Cycles until nothing is left to close."""
    while await leader.cycle():
        pass
