"""The tiers at a day close: what is kept from the day before equals what is made afresh."""

from __future__ import annotations

import random
from datetime import date, timedelta

from schema.close import Tiers, label, shelf_of, unpack
from schema.earned.axis import axis_of
from schema.earned.curve import Curve
from schema.earned.plan import Plan
from schema.measures import Counts
from schema.quality import Quality
from schema.rolling import EMPTY, NOTHING, Pair, Rolling, Window
from schema.strategic import Attained, IndicatorNow, Strategic
from schema.workdays import state_offices
from stream.kpi.archive import Archive, bare
from stream.kpi.leaf import Group, Key
from stream.kpi.operational.plans import Planned, Plans
from stream.kpi.operational.tier import tier
from tests.stream.kpi.places import LEADS, counts, cut

AXIS = axis_of(state_offices())
FIRST = date(2026, 9, 1)
VN: Key = ("vn", "")


def planned(rng: random.Random, lead: str) -> Planned:
    start = FIRST + timedelta(days=rng.randrange(20))
    due = start + timedelta(days=rng.randrange(40))
    return Planned(Group(lead, "nq57", "", ""), Plan(start, due, rng.randrange(3000), ()))


def test_every_indicator_is_kept_of_a_scope_as_a_whole() -> None:
    archive, one = Archive(AXIS), Attained("C01", (1, 2), (42, 1))
    made = archive.close(FIRST, [VN], [], worth_nothing, Stands(Said(None, (one,))))
    assert unpack(made[shelf_of("vn")])["vn@"].attained == (one,)


class Said:
    """Indicators that stand as they are told to."""

    def __init__(self, record: Strategic | None, attained: tuple[Attained, ...] = ()) -> None:
        self._record, self._attained = record, attained

    def strategic(self, key: Key) -> Strategic | None:
        return self._record

    def attained(self, key: Key) -> tuple[Attained, ...]:
        return self._attained


NONE = Said(None)


class Stands:
    """A close at which nothing is planned, said or done but what it is told."""

    def __init__(
        self,
        board: Said = NONE,
        plans: Plans | None = None,
        quality: Quality | None = None,
        rolling: Rolling = EMPTY,
    ) -> None:
        self.board, self._plans, self._quality, self._rolling = board, plans, quality, rolling

    def curve(self, key: Key) -> Curve | None:
        return self._plans.curve(key) if self._plans else None

    def quality(self, key: Key, counts: Counts) -> Quality | None:
        return self._quality

    def rolling(self, key: Key) -> Rolling:
        return self._rolling


def worth_nothing(key: Key) -> Counts:
    """What every scope is worth."""
    return counts()


def test_every_day_is_as_if_made_from_scratch() -> None:
    rng = random.Random(7)
    plans, archive = Plans(cut(), AXIS), Archive(AXIS)
    shelves: dict[int, dict[str, Tiers]] = {}
    values: dict[Key, Counts] = {}
    for n in range(40):
        today = FIRST + timedelta(days=n)
        if rng.random() < 0.5:
            lead = rng.choice(LEADS)
            found = planned(rng, lead) if rng.random() < 0.8 else None
            archive.stale |= plans.put_all({f"t{rng.randrange(6)}": found})
        keys = {(scope, "") for scope in ("vn", "tw", *LEADS)}
        moved = rng.sample(sorted(keys), 3)
        for key in moved:
            values[key] = counts(weight_progress=rng.randrange(10**7), progress_plain=n)
        value = {key: values.get(key, counts()) for key in keys}
        made = archive.close(today, keys, moved, value.__getitem__, Stands(plans=plans))
        shelves |= {number: unpack(body) for number, body in made.items()}
        for key in keys:
            kept = shelves.get(shelf_of(key[0]), {}).get(label(*key), Tiers())
            assert kept.operational == tier(plans.curve(key), value[key], today, AXIS)


def test_a_shelf_on_which_nothing_moved_is_not_written() -> None:
    plans, archive = Plans(cut(), AXIS), Archive(AXIS)
    plan = Plan(date(2026, 1, 5), date(2026, 2, 2), 1000, ())
    plans.put_all({"t": Planned(Group("vn.01", "", "", ""), plan)})
    saturday = date(2026, 9, 5)

    def closed(n: int) -> set[int]:
        day = saturday + timedelta(days=n)
        return set(archive.close(day, [VN], [], worth_nothing, Stands(plans=plans)))

    assert [closed(n) for n in range(3)] == [{shelf_of("vn")}, set(), {shelf_of("vn")}]


def test_courses_of_indicators_are_left_out_their_attainment_is_not() -> None:
    one = IndicatorNow(
        code="C01", name_vi="?", name_en="?", measure="%", kind="ratio", direction="up",
        attainment=(1, 2), path=((FIRST, (1, 1)),), readings=((FIRST, (1, 1)),),
    )  # fmt: skip
    kept = bare(Strategic(day=FIRST, index=(1, 2), furthest=(one,)))
    assert kept is not None and kept.index == (1, 2)
    assert (kept.furthest[0].attainment, kept.furthest[0].path) == ((1, 2), ())
    assert bare(None) is None


def test_of_programmes_only_the_countrys_own_index_is_kept() -> None:
    archive = Archive(AXIS)
    record = Strategic(day=FIRST, index=(1, 2))
    keys: list[Key] = [VN, ("vn", "nq57"), ("vn.01", ""), ("vn.01", "nq57")]
    made = archive.close(FIRST, keys, [], worth_nothing, Stands(Said(record)))
    kept = {name for body in made.values() for name in unpack(body)}
    assert kept == {"vn@", "vn@nq57", "vn.01@"}


def test_a_scope_that_is_gone_leaves_its_shelf() -> None:
    archive, record = Archive(AXIS), Strategic(day=FIRST, index=(1, 2))

    def closed(n: int, keys: list[Key]) -> dict[int, dict[str, Tiers]]:
        day = FIRST + timedelta(days=n)
        made = archive.close(day, keys, [], worth_nothing, Stands(Said(record)))
        return {number: unpack(body) for number, body in made.items()}

    assert closed(0, [VN])[shelf_of("vn")].keys() == {"vn@"}
    assert closed(1, []) == {shelf_of("vn"): {}}


def test_quality_is_kept_as_it_stood_at_the_close() -> None:
    archive, found = Archive(AXIS), Quality(slots=9, on_time=7)
    made = archive.close(FIRST, [VN], [], worth_nothing, Stands(quality=found))
    assert unpack(made[shelf_of("vn")])["vn@"].quality == found


def test_windows_are_kept_of_scopes_as_a_whole_and_of_the_country_by_programme() -> None:
    found = Rolling(
        today=Pair(Window(completions=3), None), d7=NOTHING, d30=NOTHING, d90=NOTHING, units=4
    )
    archive, keys = Archive(AXIS), [VN, ("vn", "nq57"), ("tw", ""), ("tw", "nq57")]
    made = archive.close(FIRST, keys, [], worth_nothing, Stands(rolling=found))
    kept = {name: tiers.rolling for body in made.values() for name, tiers in unpack(body).items()}
    assert kept == {"vn@": found, "vn@nq57": found, "tw@": found}
