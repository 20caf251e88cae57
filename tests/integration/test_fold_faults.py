"""The fold under faults: whatever is killed, stopped or away, SQL says what the pure fold says."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from schema.database import connect
from schema.settings import Settings
from tests.builders import assigned, progress, report
from tests.integration.fold_rig import (
    Log,
    Process,
    fresh,
    log,
    rows,
    until_folded,
)
from tests.integration.fold_traffic import Traffic
from tests.integration.fold_truth import assert_like_oracle


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """Empty tables and topics for each test."""
    async with fresh(settings) as own:
        yield own


async def test_kill_9_at_each_place_loses_and_repeats_nothing(
    system: Settings, tmp_path: Path
) -> None:
    traffic = Traffic(seed=15, units=40)
    places = ("after_write:2", "before_commit:2", "after_commit:2", "before_ack:2")
    doomed = [
        Process(system, tmp_path / f"{place[:-2]}.log", NHIP_FAIL_AT=place) for place in places
    ]
    await asyncio.gather(*(one.start() for one in doomed))
    await asyncio.gather(*(one.until_ready(system) for one in doomed))
    async with log(system) as written:
        await written.write_all(traffic.messages(100))
        writing = asyncio.create_task(_slowly(written, traffic, 1_000))
        assert await asyncio.gather(*(one.ended(40) for one in doomed)) == [-9] * 4
        heir = await Process(system, tmp_path / "heir.log").start()
        await writing
        await until_folded(system, written.ends)
    assert await heir.stop() == 0, heir.said
    await assert_like_oracle(system)


async def test_another_worker_takes_over_from_one_that_is_killed(
    system: Settings, tmp_path: Path
) -> None:
    traffic = Traffic(seed=11)
    first = await Process(system, tmp_path / "first.log").start()
    await first.until_ready(system)
    async with log(system) as written:
        await _slowly(written, traffic, 200)
        second = await Process(system, tmp_path / "second.log").start()
        await asyncio.gather(_slowly(written, traffic, 300), second.until_ready(system))
        await until_folded(system, written.ends)
        shares = [row[0] for row in rows(system, SHARES)]
        assert sorted(shares) == [4, 4], "both own half of the partitions"
        await _slowly(written, traffic, 60)
        await first.kill()
        await _slowly(written, traffic, 100)
        await until_folded(system, written.ends, within=25)
    assert await second.stop() == 0, second.said
    await assert_like_oracle(system)


SHARES = "select jsonb_array_length(detail->'partitions') from process where role = 'fold'"


async def test_a_worker_that_was_frozen_writes_nothing_it_no_longer_owns(
    system: Settings, tmp_path: Path
) -> None:
    traffic = Traffic(seed=12)
    frozen = await Process(system, tmp_path / "frozen.log").start()
    await frozen.until_ready(system)
    async with log(system) as written:
        await _slowly(written, traffic, 150)
        await until_folded(system, written.ends)
        frozen.signal(signal.SIGSTOP)
        second = await Process(system, tmp_path / "second.log").start()
        await _slowly(written, traffic, 150)
        await until_folded(system, written.ends, within=40)
        frozen.signal(signal.SIGCONT)
        await _slowly(written, traffic, 150)
        await until_folded(system, written.ends, within=40)
    await asyncio.gather(frozen.kill(), second.stop())
    await assert_like_oracle(system)


async def test_a_database_that_is_away_holds_the_log_back(system: Settings, tmp_path: Path) -> None:
    traffic = Traffic(seed=13)
    async with door(system.database_url) as gate, log(system) as written:
        worker = Process(system, tmp_path / "fold.log", DATABASE_URL=gate.address)
        await worker.start()
        await worker.until_ready(system)
        for _ in range(3):
            await _slowly(written, traffic, 60)
            await gate.shut()
            await _slowly(written, traffic, 60)
            gate.open()
        await until_folded(system, written.ends)
    assert await worker.stop() == 0, worker.said
    assert "the database is away" in worker.said
    await assert_like_oracle(system)


async def test_terminated_sessions_are_made_anew(system: Settings, tmp_path: Path) -> None:
    traffic = Traffic(seed=14)
    worker = Process(system, tmp_path / "fold.log", PGAPPNAME=system.prefix)
    await worker.start()
    await worker.until_ready(system)
    async with log(system) as written:
        for _ in range(5):
            await _slowly(written, traffic, 60)
            _terminate(system)
        await until_folded(system, written.ends)
    assert await worker.stop() == 0, worker.said
    await assert_like_oracle(system)


async def test_the_third_time_the_guilty_message_is_buried(
    system: Settings, tmp_path: Path
) -> None:
    task, said = "vn.00001.t0001", tmp_path / "fold.log"
    async with log(system) as written:
        await written.write(report(assigned(task), unit="vn.15"))
        await written.write(report(progress(0.2, subject=task), unit="vn.00001"))
        worker = await Process(system, said).start()
        await until_folded(system, written.ends)
        assert await worker.stop() == 0, worker.said
        with connect(system, build=1) as connection:
            connection.execute(POISON.encode())
        guilty = report(progress(0.3, days=2, subject=task), unit="vn.00001", actor="poison")
        offset = await written.write(guilty)
        await written.write(report(progress(0.4, days=3, subject=task), unit="vn.00001"))
        for _ in range(2):
            worker = await Process(system, said).start()
            assert await worker.ended() == 70
        worker = await Process(system, said).start()
        await until_folded(system, written.ends)
    assert await worker.stop() == 0, worker.said
    place = next(iter(written.ends))
    letters = rows(system, "select partition, log_offset, our_fault, reason from dead_letter")
    assert [row[:3] for row in letters] == [(place, offset, True)]
    assert "poisoned" in letters[0][3] and "CRITICAL" in worker.said
    assert rows(system, "select progress, updates from task") == [(4000, 3)]


POISON = """
create function refuse() returns trigger language plpgsql as $$
begin
    if new.actor = 'poison' then raise exception 'poisoned'; end if;
    return new;
end $$;
create trigger refuse before insert on update for each row execute function refuse()
"""


async def _slowly(written: Log, traffic: Traffic, count: int) -> None:
    """Write messages so that they fall into many batches."""
    for index, message in enumerate(traffic.messages(count)):
        await written.write_all([message])
        if index % 10 == 0:
            await asyncio.sleep(0.02)


def _terminate(system: Settings) -> None:
    """End every session of the worker, as an administrator may."""
    with connect(system) as connection:
        connection.execute(TERMINATE.encode(), (system.prefix,))


TERMINATE = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = %s and pid <> pg_backend_pid()
"""


class Gate:
    """A way to the database that can be shut."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target)
        self._open = True
        self._writers: set[asyncio.StreamWriter] = set()
        self.address = ""

    async def start(self) -> asyncio.Server:
        """Listen on a free port of loopback."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        user, _, _ = self._target.netloc.rpartition("@")
        self.address = urlunsplit(self._target._replace(netloc=f"{user}@127.0.0.1:{port}"))
        return server

    async def shut(self) -> None:
        """Cut every connection and take no new one."""
        self._open = False
        for writer in list(self._writers):
            writer.close()

    def open(self) -> None:
        """Let connections through again."""
        self._open = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._open:
            writer.close()
            return
        assert self._target.hostname and self._target.port
        there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        self._writers |= {writer, back}
        await asyncio.gather(_pump(reader, back), _pump(there, writer))
        self._writers -= {writer, back}


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    except ConnectionError:
        pass
    finally:
        target.close()


@asynccontextmanager
async def door(target: str) -> AsyncIterator[Gate]:
    """A gate before the database, for as long as the context."""
    gate = Gate(target)
    server = await gate.start()
    try:
        yield gate
    finally:
        server.close()
