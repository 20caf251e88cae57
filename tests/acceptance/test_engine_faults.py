"""Faults of roles and engines under load: what was promised is there once, and all figures agree.

Own engines, so that they may be killed. The slice of `make test` plays each sort of fault once;
`make faults` plays random ones for DURATION seconds. Both print their seed.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct
from psutil import pid_exists
from redis import Redis

from schema.database import connect
from tests.acceptance.hostile import ends, post, report
from tests.acceptance.load import SOURCE, Acts, Ledger, Load, Viewer, targets
from tests.acceptance.proxy import Line, line_to
from tests.acceptance.recount import compare, differences, recount
from tests.acceptance.system import HTTP, PAUSE, System, running, until
from tests.conftest import addresses, end_services, start_services

pytestmark = pytest.mark.timeout(900)
SCOPES = ("vn", "vn@nq57", "vn.01", "tw")
HEALED_S = 90.0
FROZEN_S = 20.0
AWAY_S = 9.0  # longer than a gateway waits for Kafka (`web.log`)
ROLES = ("web", "fold", "roll", "alerts")
MOVING = ("as_of", "server_time", "pulse/")
ENGINES = {"KAFKA_BOOTSTRAP_SERVERS": "", "DATABASE_URL": "", "REDIS_URL": ""}


class Stage(Struct, frozen=True):
    """A system on engines of its own, and the line to its database."""

    system: System
    engines: Path
    line: Line


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    data = tmp_path_factory.mktemp("faults")
    with ExitStack() as held:
        said = held.enter_context((data / "services.log").open("wb"))
        process = start_services(data, said.fileno(), **ENGINES)
        held.callback(end_services, process, signal.SIGTERM)
        given = addresses(process, data / "services.log")
        url, line = held.enter_context(line_to(given["DATABASE_URL"]))
        environ = {**os.environ, **given, "DATABASE_URL": url}
        system = held.enter_context(running(environ, data / "system", "S"))
        yield Stage(system, data, line)


def role(stage: Stage, name: str) -> int:
    """The process of a role, once one is alive and has said so."""
    pids = until(stage.system.pids, lambda found: pid_exists(found[name]), name, HEALED_S)
    return pids[name]


def engine(stage: Stage, name: str) -> int:
    """The process of an engine, once it is alive."""
    file = stage.engines / "run" / f"{name}.pid"
    return until(lambda: int(file.read_text().split()[0]), pid_exists, name, HEALED_S)


def kill_role(name: str) -> Callable[[Stage], None]:
    """kill -9; the supervisor starts it again."""
    return lambda stage: os.kill(role(stage, name), signal.SIGKILL)


def kill_engine(name: str) -> Callable[[Stage], None]:
    """kill -9; the keeper starts it again."""
    return lambda stage: os.kill(engine(stage, name), signal.SIGKILL)


def freeze_kafka(stage: Stage) -> None:
    """The broker says nothing for a while: a promise before, then 503 and never a promise."""
    pid = engine(stage, "kafka")
    until(lambda: post(stage.system, report()).status_code, lambda s: s == 202, "202", HEALED_S)
    os.kill(pid, signal.SIGSTOP)
    try:
        answer = post(stage.system, report())
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "3"), answer.text
        PAUSE.wait(AWAY_S - 6)
        assert post(stage.system, report()).status_code == 503
    finally:
        os.kill(pid, signal.SIGCONT)


def freeze_fold(stage: Stage) -> None:
    """The fold stands still, perhaps in the middle of a transaction, and goes on."""
    pid = role(stage, "fold")
    os.kill(pid, signal.SIGSTOP)
    PAUSE.wait(FROZEN_S)
    os.kill(pid, signal.SIGCONT)


def flush(stage: Stage) -> None:
    """Everything Redis holds is gone."""
    with Redis.from_url(stage.system.settings.redis_url) as redis:
        redis.flushall()


def cut(stage: Stage) -> None:
    """The line to the database breaks for a while."""
    stage.line.cut()
    PAUSE.wait(AWAY_S)
    stage.line.heal()


def stall(stage: Stage) -> None:
    """The line to the database is silent for a while, and nobody is told."""
    stage.line.stall()
    PAUSE.wait(AWAY_S)
    stage.line.heal()


FAULTS: dict[str, Callable[[Stage], None]] = {
    **{f"kill {role}": kill_role(role) for role in ROLES},
    **{f"kill {name}": kill_engine(name) for name in ("kafka", "postgres", "valkey")},
    "freeze kafka": freeze_kafka,
    "freeze fold": freeze_fold,
    "flush valkey": flush,
    "cut database": cut,
    "stall database": stall,
}
SLICE = ("kill web", "kill fold", "kill postgres", "flush valkey", "kill roll", "freeze kafka")


def test_a_slice_of_faults_loses_nothing(stage: Stage, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    order = random.Random(seed).sample(SLICE, len(SLICE))
    play(stage, tmp_path, seed, order, between=1.0)


@pytest.mark.faults
@pytest.mark.timeout(7_200)
def test_many_faults_lose_nothing(stage: Stage, tmp_path: Path) -> None:
    seed = int(os.environ.get("NHIP_FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    rng, left = random.Random(seed), float(os.environ.get("NHIP_FAULTS_DURATION") or 300)
    order = rng.sample(sorted(FAULTS), len(FAULTS))
    order += [rng.choice(sorted(FAULTS)) for _ in range(int(left / 15) - len(order))]
    play(stage, tmp_path, seed, order, between=5.0)


def play(stage: Stage, folder: Path, seed: int, order: list[str], *, between: float) -> None:
    """Faults in this order under load; then everything must agree."""
    print(f"seed {seed}: {', '.join(order)}")  # noqa: T201 — a failing run must be repeatable
    system, pauses = stage.system, random.Random(seed)
    acts = Acts(seed, targets(system, seed))
    with (
        closing(Ledger(folder / "ledger")) as ledger,
        Load(system, acts, ledger, SCOPES).running() as load,
    ):
        for fault in order:
            PAUSE.wait(pauses.uniform(0.2, 2) * between)
            FAULTS[fault](stage)
        PAUSE.wait(between)
        load.stop()
        assert not load.faults, f"reports: {load.faults[:3]}"
        settled(system)
        kept(system, ledger)
        assert differences(system) == []
        assert [tuple(row) for row in system.sql(WARNED)] == []
        seen(load)


def kept(system: System, ledger: Ledger) -> None:
    """Every update that was promised is there, once, and nothing that was never sent."""
    promised, sent = ledger.ids("A"), ledger.ids("S")
    print(f"{len(promised)} of {len(sent)} updates promised; {dict(ledger.answers)}")  # noqa: T201
    assert len(promised) > 100, "expected a load"
    rows = system.sql(b"select id::text from update where source = %s", SOURCE)
    stored = {identity for (identity,) in rows}
    assert promised <= stored <= sent
    assert len(rows) == len(stored)


def seen(load: Load) -> None:
    """Every viewer sees what a newcomer sees, and never missed a patch on the way."""
    for scope, viewer in load.viewers.items():
        until(
            partial(unlike, viewer, load, scope),
            lambda found: not found,
            f"the viewer of {scope} to see what a newcomer sees",
            HEALED_S,
        )
        assert not viewer.faults, viewer.faults


def settled(system: System) -> None:
    """Wait until every role is ready, everything is folded, relayed, judged and published."""
    until(
        lambda: HTTP.get(system.base + "/readyz").status_code, lambda s: s == 200, "ready", HEALED_S
    )
    query = b"select partition, next_offset from position"
    until(
        lambda: (dict(system.sql(query)), ends(system.settings)),
        lambda found: found[0] == found[1],
        "all folded, and nothing more to come",
        HEALED_S,
    )
    until(
        lambda: (system.get("/boards/vn.json")["positions"], system.sql(query)),
        lambda found: found[0] == {str(partition): at for partition, at in found[1]},
        "all published",
        HEALED_S,
    )
    detail = (
        b"select detail ->> 'unsent' from process where role = 'fold' and ready order by at desc"
    )
    until(lambda: system.sql(detail)[:1], lambda rows: rows == [("0",)], "all relayed", HEALED_S)
    lag = b"select detail ->> 'lag' from process where role = 'alerts' and ready order by at desc"
    until(lambda: system.sql(lag)[:1], lambda rows: rows == [("0",)], "all judged", HEALED_S)


WARNED = (
    b"select t.code, t.state, count(a.id) from task t left join alert a on a.subject = t.code "
    b"and a.rule = 'overdue' and a.state <> 'resolved' where t.kind = 'one_off' "
    b"group by t.code, t.state having count(a.id) <> (t.state = 'overdue')::int"
)


def unlike(viewer: Viewer, load: Load, scope: str) -> list[str]:
    """Figures that a viewer and a newcomer see differently; a clock ticks between two looks."""
    fresh, figures = load.fresh(scope), viewer.figures
    return [
        f"{pointer}: {figures.get(pointer)} and {fresh.get(pointer)}"
        for pointer in sorted(figures.keys() | fresh.keys())
        if figures.get(pointer) != fresh.get(pointer) and not pointer.startswith(MOVING)
    ]


BREAKS = {
    "updates": b"delete from update where id = (select id from update limit 1)",
    "tasks": b"update task set state = 'cancelled' where code = (select max(code) from task)",
    "leaves": b"update partial set counts[1] = counts[1] + 1 "
    b"where ctid = (select min(ctid) from partial)",
    "closes": b"update partial_day set counts[1] = counts[1] + 1 "
    b"where ctid = (select ctid from partial_day order by version desc limit 1)",
    "letters": b"insert into dead_letter (partition, log_offset, path, reason) "
    b"values (0, 0, '$', 'none')",
    "clocks": b"update position set clock = clock + interval '1 day' where partition = 0",
    "standings": b"delete from standing_history "
    b"where ctid = (select min(ctid) from standing_history)",
    "relayed": b"delete from outbox where ctid = (select min(ctid) from outbox)",
    "published": b"update kpi_now "
    b"set state = jsonb_set(state::jsonb, '{counts,overdue}', '-1')::json "
    b"where (scope, programme) = ('vn', '')",
}
"""What the recount must find, and a statement that breaks it."""


def test_the_recount_finds_what_is_wrong(stage: Stage) -> None:
    """Last, for it breaks the tables: a checker that never fails checks nothing."""
    system = stage.system
    system.process.send_signal(signal.SIGTERM)
    system.process.wait(60)
    counted = recount(system)
    assert compare(system, counted) == []
    for what, statement in BREAKS.items():
        with connect(system.settings, build=1) as connection:
            assert connection.execute(statement).rowcount == 1, what
        found = compare(system, counted)
        assert [one for one in found if one.startswith(what)], f"{what}: {found}"
