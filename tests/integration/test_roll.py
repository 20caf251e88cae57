"""The roll on a real PostgreSQL and Redis: what it publishes of what the fold has written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg import sql
from redis import Redis

from schema.catalogue import (
    Catalogue,
    Field,
    Membership,
    Post,
    Programme,
    UnitChange,
)
from schema.clock import day_end, day_start, local_day
from schema.database import connect, identifier
from schema.kpi import KpiState, decode_list
from schema.settings import Settings
from schema.unit import Unit, UnitKind
from stream.roll.leader import Superseded
from tests.integration import roll_rig as rig
from tests.integration.roll_rig import Task

pytestmark = pytest.mark.storage

TODAY = local_day(datetime.now(UTC))
LONG_AGO = date(2025, 7, 1)


def unit(code: str, kind: UnitKind, parent: str | None, end: date | None = None) -> Unit:
    name = f"Tỉnh {code}" if kind == "province" else code
    return Unit(
        code=code, kind=kind, name_vi=name, name_en=code, short_vi=code, parent=parent,
        valid_from=LONG_AGO, valid_to=end,
    )  # fmt: skip


COUNTRY = Catalogue(
    name_vi="Nước thử",
    name_en="Test country",
    units=(
        unit("vn", "root", None),
        unit("tw", "central_group", "vn"),
        unit("tw.a", "central_body", "tw"),
        unit("vn.01", "province", "vn"),
        unit("vn.01.00001", "commune", "vn.01"),
        unit("vn.01.00002", "commune", "vn.01"),
        unit("vn.02", "province", "vn"),
    ),
    programmes=(
        Programme(
            code="nq57", number="57-NQ/TW", name_vi="?", name_en="?", short_vi="57", issued=LONG_AGO
        ),
    ),
    fields=(Field(code="A", name_vi="?", name_en="?"),),
    posts=(Post(code="m.science", name_vi="?", name_en="?"),),
)
UNITS = {found.code for found in COUNTRY.units}


@pytest.fixture
def empty(settings: Settings) -> Iterator[Settings]:
    """A migrated system without a catalogue."""
    rig.build(settings)
    yield settings
    rig.tear_down(settings)
    with Redis.from_url(settings.redis_url) as redis:
        redis.delete(settings.names.kpi_stream)


@pytest.fixture
def country(empty: Settings) -> Settings:
    """A country of a few units, in which nothing was assigned yet."""
    rig.load_catalogue(empty, COUNTRY, TODAY)
    return empty


def published(settings: Settings, scope: str, programme: str = "") -> KpiState:
    state = rig.state(settings, scope, programme)
    assert state is not None, f"no state of {scope}@{programme}"
    return state


def spoken(state: KpiState) -> str:
    return "".join(part.text for part in state.headline.vi.line)


async def test_a_country_of_which_nothing_is_known_has_a_root(empty: Settings) -> None:
    async with rig.leading(empty):
        states = rig.states(empty)
    assert states.keys() == {("vn", "")}
    assert not any(states["vn", ""].counts.values())
    assert states["vn", ""].clock is None
    assert spoken(states["vn", ""]) == "Chưa có nhiệm vụ nào được giao"


async def test_every_known_scope_has_a_state(country: Settings) -> None:
    async with rig.leading(country):
        states = rig.states(country)
    expected = {(code, "") for code in UNITS} | {("f.A", ""), ("m.science", ""), ("vn", "nq57")}
    assert states.keys() == expected


async def test_the_parent_is_the_sum_of_its_children(country: Settings) -> None:
    fold = rig.StandIn(country)
    async with rig.leading(country) as leader:
        positions = fold.put(
            Task(code="a", lead="vn.01.00001", state="overdue", due=TODAY - timedelta(days=9)),
            Task(code="b", lead="vn.01.00002", partition=3, in_charge="m.science"),
            Task(code="c", lead="vn.01", programme="nq66", field="B"),
            Task(code="d", lead="tw.a", state="done_late", partition=5),
        )
        await rig.follow(leader)
        states = rig.states(country)
    totals = {
        key: sum(state.counts[name] for name in ("overdue", "in_time", "done_late"))
        for key, state in states.items()
    }
    assert totals["vn", ""] == totals["vn.01", ""] + totals["vn.02", ""] + totals["tw", ""] == 4
    assert totals["vn.01", ""] == 3
    assert (totals["vn.01", "nq57"], totals["vn.01", "nq66"]) == (2, 1)
    assert (totals["f.A", ""], totals["f.B", ""], totals["m.science", "nq57"]) == (3, 1, 1)
    assert states["vn", ""].positions == positions
    assert spoken(states["vn", ""]).startswith("1 nhiệm vụ quá hạn")


async def test_it_follows_what_moved_and_counts_versions(country: Settings) -> None:
    fold = rig.StandIn(country)
    async with rig.leading(country) as leader:
        first = published(country, "vn").kpi_version
        fold.put(Task(code="a", lead="vn.01.00001"))
        await rig.follow(leader)
        fold.put(Task(code="a", lead="vn.02", state="done_on_time"))
        await rig.follow(leader)
        assert published(country, "vn").kpi_version == first + 2
        assert published(country, "vn.01").counts["in_time"] == 0
        assert published(country, "vn.02").counts["done_on_time"] == 1
        assert published(country, "tw").kpi_version == first, "it was not touched"


async def test_a_change_that_moves_no_integer_moves_the_positions_of_the_root(
    country: Settings,
) -> None:
    fold = rig.StandIn(country)
    async with rig.leading(country) as leader:
        fold.put(Task(code="a", lead="vn.01", due=TODAY + timedelta(days=3)))
        await rig.follow(leader)
        fold.redate("a", TODAY + timedelta(days=5))
        await rig.follow(leader)
        assert published(country, "vn").positions[0] == 2
        assert published(country, "vn.01").next_due == TODAY + timedelta(days=5)


async def test_redis_carries_what_sql_keeps(country: Settings) -> None:
    fold = rig.StandIn(country)
    with Redis.from_url(country.redis_url) as redis:
        async with rig.leading(country) as leader:
            redis.delete(country.names.kpi_stream)
            fold.put(Task(code="a", lead="vn.01.00001"))
            await rig.follow(leader)
        entries = redis.xrange(country.names.kpi_stream)
    assert isinstance(entries, list)
    fields = entries[-1][1]
    states = decode_list(fields[b"s"])
    assert {int(fields[b"v"])} == {state.kpi_version for state in states}
    assert "vn.01.00001" in {state.scope for state in states}
    for state in states:
        assert rig.state(country, state.scope, state.programme) == state


async def test_without_redis_sql_has_it_all(country: Settings) -> None:
    away = country.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    rig.StandIn(country).put(Task(code="a", lead="vn.01.00001"))
    async with rig.leading(away):
        assert published(country, "vn").counts["in_time"] == 1


async def test_days_close_when_every_partition_has_left_them(country: Settings) -> None:
    fold = rig.StandIn(country)
    begin = TODAY - timedelta(days=10)
    fold.put(Task(code="a", lead="vn.01.00001"))
    async with rig.leading(country) as leader:
        fold.close(begin, range(7))
        await rig.follow(leader)
        assert rig.rows(country, "select day from roll_state") == [(None,)]
        fold.close(begin, [7])
        fold.put(Task(code="b", lead="vn.02", state="overdue"))
        for n in range(1, 10):
            fold.close(begin + timedelta(days=n))
        await rig.follow(leader)
        closed = rig.rows(
            country, "select day, version, known_from from kpi_day where scope = 'vn.01'"
        )
        state = published(country, "vn")
    yesterday = TODAY - timedelta(days=1)
    assert rig.rows(country, "select day from roll_state") == [(yesterday,)]
    assert set(closed) == {(begin, 1, day_end(begin))}, "sparse: nothing moved there afterwards"
    assert state.yesterday is not None and state.yesterday["overdue"] == 1
    assert state.week_ago is not None and state.week_ago["in_time"] == 1
    assert state.clock == day_start(TODAY)


async def test_a_new_leader_goes_on_where_the_days_ended(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(Task(code="a", lead="vn.01.00001"))
    for n in range(10, 4, -1):
        fold.close(TODAY - timedelta(days=n))
    async with rig.leading(country):
        before = published(country, "vn").kpi_version
    fold.put(Task(code="a", lead="vn.01.00001", state="done_late"))
    for n in range(4, 0, -1):
        fold.close(TODAY - timedelta(days=n))
    async with rig.leading(country):
        state = published(country, "vn.01.00001")
    assert state.kpi_version > before
    assert state.week_ago is not None and state.week_ago["in_time"] == 1
    assert state.yesterday is not None and state.yesterday["done_late"] == 1
    days = rig.rows(
        country, "select day from kpi_day where scope = 'vn' and programme = '' order by day"
    )
    assert days == [(TODAY - timedelta(days=10),), (TODAY - timedelta(days=4),)]


async def test_what_is_told_late_makes_versions_of_past_days_once(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(Task(code="a", lead="vn.01.00001"))
    for n in range(6, 0, -1):
        fold.close(TODAY - timedelta(days=n))
    first, end = TODAY - timedelta(days=4), TODAY - timedelta(days=2)
    cause = "01980000-0000-7000-8000-000000000001"
    steps = f'[["{first}", {{"in_time": -1, "done_on_time": 1}}], ["{end}", {{}}]]'
    query = (
        "select day, version, counts[1], counts[4], causes::text[], caused from kpi_day"
        " where scope = %s and programme = '' order by day, version"
    )
    async with rig.leading(country):
        before = rig.rows(country, query, "vn")
    fold.restate("a", TODAY, steps, cause)
    async with rig.leading(country) as leader:
        await rig.follow(leader)
    expected = [
        (TODAY - timedelta(days=6), 1, 0, 1, None, 0),
        (first, 2, 1, 0, [cause], 1),
        (end, 2, 0, 1, [cause], 1),
    ]
    assert before == expected[:1], "what was known stays"
    for scope in ("vn", "vn.01", "vn.01.00001"):
        assert rig.rows(country, query, scope) == expected
    async with rig.leading(country):
        assert rig.rows(country, query, "vn") == expected


async def test_history_has_a_value_of_yesterday_from_the_first_minute(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(Task(code="a", lead="vn.01.00001", state="overdue"))
    for n in range(4, 0, -1):
        fold.close(TODAY - timedelta(days=n))
    async with rig.leading(country) as leader:
        fold.put(Task(code="a", lead="vn.01.00001", state="done_late"))
        await rig.follow(leader)
    day_ago = datetime.now(UTC) - timedelta(days=1)
    at = [
        when
        for (when,) in rig.rows(
            country, "select at from kpi_history where scope = 'vn.01' and programme = ''"
        )
    ]
    assert min(at) <= day_ago
    assert max(at) > day_ago


async def test_windows_count_what_arrived_today(country: Settings) -> None:
    fold, now = rig.StandIn(country), datetime.now(UTC)
    fold.arrive("vn.01.00001", now, updates=5, automatic=4, lag_s=50)
    fold.arrive("vn.01", now, updates=1)
    fold.arrive("tw.a", day_start(TODAY) - timedelta(hours=1), updates=9)
    async with rig.leading(country):
        nation, province = published(country, "vn").windows, published(country, "vn.01").windows
        elsewhere = published(country, "vn.02").windows
    assert (nation.updates_today, nation.automatic_today, nation.units_today) == (6, 4, 2)
    assert (nation.units, nation.lag_s_today) == (5, 50)
    assert (province.units_today, province.units) == (2, 3)
    assert (elsewhere.updates_today, elsewhere.units) == (0, 1)


async def test_the_body_most_waited_for_is_named(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(Task(code="a", lead="vn.01"), Task(code="b", lead="vn.02"))
    fold.wait_for("a", "tw.a", TODAY - timedelta(days=24))
    fold.wait_for("b", "tw.a", TODAY - timedelta(days=2))
    async with rig.leading(country):
        clauses = published(country, "vn").headline.vi.clauses
    said = ["".join(part.text for part in clause) for clause in clauses]
    assert said == ["2 đơn vị đang chờ tw.a trả lời, lâu nhất 24 ngày"]


async def test_a_new_catalogue_cuts_the_country_anew(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(Task(code="a", lead="vn.01.00001"), Task(code="b", lead="vn.01.00002"))
    merged = Catalogue(
        name_vi="Sau sáp nhập",
        name_en="After a merger",
        units=(
            *(found for found in COUNTRY.units if found.code != "vn.01.00001"),
            unit("vn.01.00001", "commune", "vn.01", end=TODAY),
        ),
        memberships=(Membership(unit="vn.01.00002", parent="vn.02", valid_from=TODAY),),
        changes=(UnitChange(kind="merge", sources=("vn.01.00001",), to=("vn.02",), on=TODAY),),
        programmes=COUNTRY.programmes,
        fields=COUNTRY.fields,
        posts=COUNTRY.posts,
    )
    async with rig.leading(country) as leader:
        rig.load_catalogue(country, merged, TODAY)
        await rig.follow(leader)
        states = rig.states(country)
    assert ("vn.01.00001", "") not in states
    assert states["vn.02", ""].counts["in_time"] == 2
    assert states["vn.01", ""].counts["in_time"] == 0
    assert states["vn", ""].counts["in_time"] == 2


async def test_another_build_ends_the_leader(country: Settings) -> None:
    async with rig.leading(country) as leader:
        with connect(country) as connection:
            connection.execute(
                sql.SQL("update {}.build set build = 2").format(identifier(country.names.sql))
            )
        with pytest.raises(Superseded, match="expected build 1"):
            await leader.cycle()
