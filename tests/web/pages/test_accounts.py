"""Which rule takes a figure apart, why leaves moved, and what is refused in words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from schema.causes import Cause
from schema.kpi import Operational
from schema.quality import Quality
from schema.shares import Shared, of_sum
from schema.strategic import Attained
from tests.web.pages_rig import ManualSite, as_site
from web.compose.accounts import planned, rolling, strategic, wave
from web.compose.accounts.item import METHOD, TIME, Item, of_leaf
from web.compose.accounts.planned import START
from web.compose.accounts.unshared import Unshared
from web.compose.moment import CLOSE, NOW, Moment
from web.compose.why import End, Leaf
from web.pages import accounts
from web.pages.accounts import FIGURES, Accounts, cause, known, measure, notes
from web.pages.moves import Moves

BEGIN, END = date(2026, 11, 15), date(2026, 11, 22)
ENDS = (
    Moment(at=datetime(2026, 11, 15, 17, tzinfo=UTC), day=BEGIN, kept=CLOSE),
    Moment(at=datetime(2026, 11, 22, 7, 5, tzinfo=UTC), day=None, kept=NOW),
)
HUE = Leaf("vn.46", "nq57")


class Told:
    """What would be gathered: a leaf that earned, a unit that failed a check, one indicator."""

    unit, ends, days_of_ends = "vn.46", ENDS, (BEGIN, END)
    kept = True

    def __init__(self, *_: Any) -> None:
        pass

    @property
    def ground(self) -> strategic.Ground:
        known = ManualSite().country.directory.catalogue
        return strategic.Ground(catalogue=known, unit="vn.46", children=lambda unit: ())

    async def leaves(self) -> Any:
        counts = {"done_on_time": 6, "overdue": 2, "weight_progress": 10_000_000}
        more = counts | {"done_on_time": 7}
        return later(
            tuple(
                End(at=moment.at, day=moment.day, leaves={HUE: each}, published=None)
                for moment, each in zip(ENDS, (counts, more), strict=True)
            )
        )

    async def plans(self, leaves: Any) -> Any:
        def side(today: date, ev: int, at: int) -> planned.Side:
            of = Operational(pv=50, ev=ev, whole=100, es_num=ev, at=at, pd=20, start=BEGIN,
                             finish=END)  # fmt: skip
            return planned.Side(published=of, today=today, plans={}, earned={})

        return later((side(BEGIN, 8, 10), side(END, 15, 15)))

    async def pools(self) -> Any:
        known = {"vn.46": Quality(slots=9, share=90_000, checks=4)}
        end = {"vn.46": Quality(slots=9, share=45_000, checks=4)}
        return later((known if self.kept else {}, end))

    async def indicators(self) -> Any:
        stands = {"C01": Attained("C01", (1, 2))}
        begin = strategic.Side(stands=stands if self.kept else {}, below={}, index=(1, 2))
        return later((begin, strategic.Side(stands=stands, below={}, index=(3, 4))))

    async def days(self, figure: str) -> Any:
        return later(rolling.Days(flows={("vn.46", END): (3, 0)}, reports={}))

    async def wave(self) -> Any:
        end = wave.Stood("in_time", "on_track", END)
        return later([wave.Task(code="t", lead="vn.46", begin=None, end=end, by_report=True)])

    async def league(self, units: Any) -> Any:
        return later(tuple({"vn.46": {"done_on_time": 6, "overdue": 2}} for _ in ENDS))

    async def reported(self) -> Any:
        return later(frozenset({HUE}))


held: list[bool] = []
"""Whether the snapshot is held, while it is read and after."""


def later(made: Any) -> Any:
    """What has been read, worked on when nobody waits for the connection."""

    def work() -> Any:
        assert held == [], "expected the snapshot to be over"
        return made

    assert held == [True]
    return work


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Accounts:
    @asynccontextmanager
    async def snapshot(_: Moves) -> Any:
        held.append(True)
        try:
            yield None
        finally:
            held.pop()

    async def ends(*_: Any, **__: Any) -> Any:
        return ENDS

    monkeypatch.setattr(Moves, "snapshot", snapshot)
    monkeypatch.setattr(Moves, "ends", ends)
    monkeypatch.setattr(accounts, "Gather", Told)
    site = as_site(ManualSite())
    return Accounts(site, Moves(site))


async def read(of: Accounts, figure: str, scope: str = "vn.46", programme: str = "") -> Any:
    made = await of.read(scope, programme, figure, None)  # type: ignore[arg-type]
    return made()


@pytest.mark.parametrize(
    ("figure", "moved"),
    [
        ("operational/spi_t", Fraction(1) - Fraction(8, 10)),
        ("quality/complete", Fraction(-1, 2)),
        ("strategic/index", Fraction(1, 4)),
        ("windows/d7/completions", Fraction(3)),
        ("wave/total", Fraction(1)),
        ("score/on_time", None),
        ("score", None),
        ("index", None),
    ],
)
async def test_every_family_sums(reader: Accounts, figure: str, moved: Fraction | None) -> None:
    found = await read(reader, figure)
    assert found.shared.difference is not None
    assert sum(found.shared.shares.values()) == found.shared.difference
    assert moved in (None, found.shared.difference)
    assert (found.figure, found.begin, found.end) == (figure, *ENDS)
    for path in found.shared.shares:
        assert found.cause(path) in Cause


@pytest.mark.parametrize(
    ("figure", "scope", "programme", "reason"),
    [
        ("quality/dq", "f.C", "", "units_only"),
        ("quality/dq", "vn", "nq57", "units_only"),
        ("score", "vn.46", "nq57", "units_only"),
        ("score", "vn", "", "not_ranked"),
        ("windows/d7/reports", "f.C", "", "units_only"),
    ],
)
async def test_what_belongs_to_units_alone_is_told_in_words(
    reader: Accounts, figure: str, scope: str, programme: str, reason: str
) -> None:
    """Q37."""
    with pytest.raises(Unshared) as found:
        await read(reader, figure, scope, programme)
    assert found.value.reason == reason


async def test_what_was_not_kept_is_told_in_words(
    reader: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Told, "kept", False)
    for figure, reason in (
        ("quality/dq", "quality_not_kept"),
        ("strategic/index", "indicators_not_kept"),
    ):
        with pytest.raises(Unshared) as found:
            await read(reader, figure)
        assert found.value.reason == reason
    score = await read(reader, "score")
    assert score.parts["dq"].before is None and score.parts["dq"].after is not None
    assert ("dq",) in score.shared.shares


async def test_tasks_alone_have_windows_in_a_field(reader: Accounts) -> None:
    assert (await read(reader, "windows/d7/completions", "f.C")).shared.difference == 3


def test_why_a_leaf_moved() -> None:
    reported, begin = frozenset({HUE}), BEGIN.isoformat()

    def why(*path: Any) -> Cause:
        return cause(path, {Item("task", code="t"): Cause.TIME}, reported, begin)

    assert why("dq") is Cause.BOTH
    assert why(Item("task", code="t")) is Cause.TIME
    assert why(Item("day", day="2026-11-16")) is Cause.REPORTS
    assert why(Item("day", day="2026-11-15")) is Cause.TIME
    assert why("plan", of_leaf(Leaf("vn.15"))) is Cause.REPORTS
    assert (why(of_leaf(HUE)), why(of_leaf(Leaf("vn.15")))) == (Cause.BOTH, Cause.TIME)
    assert (why(METHOD), why(TIME), why(START)) == (Cause.METHOD, Cause.TIME, Cause.REPORTS)
    assert (why(Item("reading")), why(Item("path"))) == (Cause.REPORTS, Cause.TIME)
    assert why(Item("unit", "vn.15")) is Cause.BOTH


def test_figures_are_known_by_name_and_printed_by_measure() -> None:
    assert known("strategic/indicators/C01") and known("index") and "score" in FIGURES
    assert not known("strategic/indicators/0/p_hit") and not known("strategic/indicators")
    measures = ("quality/dq", "windows/d7/reports", "windows/d7/reporting_rate", "wave/total",
                "operational/es", "operational/spi")  # fmt: skip
    assert [measure(figure) for figure in measures] == [
        "number", "count", "share", "count", "days", "number",
    ]  # fmt: skip
    known_, unknown = of_sum({}, {"x": 1}), Shared(before=None, after=Fraction(1), shares={})
    assert notes("windows/d7/reports", known_) == ("why.days_now",)
    assert (notes("index", known_), notes("index", unknown)) == ((), ("why.unknown",))
