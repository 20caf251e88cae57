"""Thirteen months of histories, the same rows on every database, and how a query is planned.

Every value follows from its number: no chance, no clock but the day the tests run on.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from psycopg import Connection

from schema.database import Row, connect
from schema.queries import load
from schema.settings import Settings

DAYS = 400
SCOPES = 40
TASKS = 2_000
LAST = datetime.fromisoformat("2026-11-22T00:00:00+00:00")
FIRST = LAST - timedelta(days=DAYS)
HISTORIES = ("kpi_history", "standing_history", "kpi_day", "update", "arrival")
"""Tables that grow with time: a board may not read all of one."""

_FILL = (
    # Scopes s0, s1, …; the last one moved on the first day alone.
    """insert into unit (code, kind, name_vi, short_vi, name_en, top, path, sort_key)
       select 's' || n, 'commune', 's', 's', 's', 's0', array['s0', 's' || n], n::text
       from generate_series(0, %(scopes)s - 1) n""",
    """insert into kpi_now (scope, programme, kpi_version, as_of, state)
       select 's' || n, '', 1, %(last)s, '{}' from generate_series(0, %(scopes)s - 1) n""",
    """insert into kpi_history (scope, programme, at, kpi_version, counts, tiers)
       select 's' || s, '', %(first)s::timestamptz + make_interval(hours => 8 * n, mins => s),
              n, array[n, s, n * s]::bigint[], json_build_object('n', n)
       from generate_series(0, %(days)s * 3 - 1) n, generate_series(0, %(scopes)s - 1) s
       where s < %(scopes)s - 1 or n = 0""",
    """insert into kpi_day (scope, programme, day, version, known_from, counts)
       select 's' || s, '', (%(first)s::timestamptz + make_interval(days => n))::date, v,
              %(first)s::timestamptz + make_interval(days => n + v), array[n, s, v]::bigint[]
       from generate_series(0, %(days)s - 1) n, generate_series(0, %(scopes)s - 1) s,
            generate_series(1, 2) v
       where v = 1 or n %% 5 = 0""",
    """insert into task (code, partition, home, lead, state, sign, standing_version, updates, fold)
       select 't' || n, n %% 8, 's0', 's' || n %% %(scopes)s, 'overdue', 'overdue', 1, 1, ''
       from generate_series(0, %(tasks)s - 1) n""",
    """insert into standing_history
       (subject, version, at, partition, state_from, state_to, sign_from, sign_to, reason)
       select 't' || n %% %(tasks)s, n / %(tasks)s,
              %(first)s::timestamptz + make_interval(mins => n * 14), n %% 8,
              'in_time', 'overdue', 'on_track', 'overdue', 'time'
       from generate_series(0, %(days)s * 1440 / 14) n""",
    """insert into arrival (partition, unit, bin, updates, automatic, lag_s)
       select 0, 's' || n %% %(scopes)s, %(first)s::timestamptz + make_interval(mins => n * 5),
              1 + n %% 7, n %% 2, n %% 60
       from generate_series(0, %(days)s * 288) n""",
    """insert into update (id, subject, kind, report, unit, actor, source, channel, occurred_at,
              known_at, received_at, hash, body, verdict, judged_at)
       select md5(n::text)::uuid, 't' || n %% %(tasks)s,
              case n %% 9 when 0 then 'difficulty.raised' else 'progress' end, md5(n::text)::uuid,
              's' || n %% %(scopes)s, 'a', 's', 'connector', at, at, at, '', '{}', 'accepted', at
       from (select n, %(first)s::timestamptz + make_interval(mins => n * 12) as at
             from generate_series(0, %(days)s * 120) n) given""",
)


def fill(settings: Settings) -> None:
    """The rows, and the statistics a database gathers by itself within minutes."""
    given = {"first": FIRST, "last": LAST, "days": DAYS, "scopes": SCOPES, "tasks": TASKS}
    with connect(settings, build=1) as connection:
        for statement in _FILL:
            connection.execute(statement.encode(), given)
        connection.execute("update roll_state set day = %s", (LAST.date() - timedelta(days=1),))
        for table in (*HISTORIES, "task", "unit", "kpi_now"):
            connection.execute(f"analyze {table}".encode())


def answer(settings: Settings, room: str, name: str, given: dict[str, Any]) -> list[Any]:
    """What a statement of a room answers, in the order it gives."""
    with connect(settings, build=1) as connection:
        return connection.execute(getattr(load(room), name).encode(), given).fetchall()


class Scan(NamedTuple):
    """How a table, or one chunk of it, was read."""

    kinds: frozenset[str]
    thrown: int
    """Rows that were read for nothing: no index led to the right ones."""


def scanned(settings: Settings, room: str, name: str, given: dict[str, Any]) -> dict[str, Scan]:
    """What a statement read: table, or chunk as `table/number`, to how."""
    with connect(settings, build=1) as connection:
        parents = _chunks(connection)
        explain = b"explain (analyze, timing off, format json) "
        row = connection.execute(explain + getattr(load(room), name).encode(), given).fetchone()
    assert row is not None
    found: dict[str, Scan] = {}
    for node in _nodes(row[0][0]["Plan"]):
        relation, loops = node.get("Relation Name"), node["Actual Loops"]
        if relation and loops:
            table = parents.get(relation, relation)
            before = found.get(table, Scan(frozenset(), 0))
            thrown = before.thrown + int(node.get("Rows Removed by Filter", 0) * loops)
            found[table] = Scan(before.kinds | {node["Node Type"]}, thrown)
    return found


def _chunks(connection: Connection[Row]) -> dict[str, str]:
    """Chunks by name, as `table/number` from the oldest on; none on plain PostgreSQL."""
    query = "select to_regclass('timescaledb_information.chunks') is not null"
    row = connection.execute(query.encode()).fetchone()
    if row is None or not row[0]:
        return {}
    rows = connection.execute(
        b"select chunk_name, hypertable_name, row_number() over (partition by hypertable_name"
        b" order by range_start) from timescaledb_information.chunks"
        b" where hypertable_schema = current_schema()"
    )
    return {name: f"{table}/{number}" for name, table, number in rows}


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in _nodes(child))]


def local(days_ago: int) -> date:
    """The day so long before the last."""
    return LAST.date() - timedelta(days=days_ago)
