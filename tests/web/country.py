"""A made-up country as board facts, for tests and for looking at pages without engines.

Deterministic; nation = sum of its provinces and central bodies. Its units stand in `states`, what
is around the figures in `around`.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import msgspec

from schema.strategic import IndicatorNow, Strategic
from tests.web.around import SCHEDULE, bottlenecks, curve, notable, pulse, urge, wave
from tests.web.states import LAGGING, NAMES, NO_TASKS, NOW, TODAY, counts, place, state, summed
from web.compose.facts import (
    BoardFacts,
    Child,
    Place,
    ProgrammeLine,
)

PROGRAMMES = ("nq57", "nq59", "nq66", "nq68", "nq70", "nq71", "nq72")
ROOT = Place(code="vn", kind="root", name_vi="Toàn quốc", name_en="Viet Nam", short_vi="Toàn quốc")


def children(rng: Random) -> tuple[Child, ...]:
    """34 provinces, the two special zones, and the group of central bodies."""
    made = [province(rng, code, name) for code, name in NAMES.items()]
    made.append(special_zone("vn.48.20333", "Đặc khu Hoàng Sa", "vn.48", None))
    made.append(special_zone("vn.56.22736", "Đặc khu Trường Sa", "vn.56", counts(rng, 0, 4)))
    central = place("tw", "Cơ quan Trung ương", "central_group")
    made.append(Child(place=central, state=state("tw", counts(rng, 18, 240)), overdue_24h_ago=17))
    return tuple(made)


def province(rng: Random, code: str, name: str) -> Child:
    """A province; three of them hold about 40 % of what is overdue, Lào Cai has none."""
    overdue = 0 if code == "vn.15" else LAGGING.get(code, rng.choice((0, 0, 1, 1, 1, 2, 2, 3)))
    silent = code == "vn.11"
    return Child(
        place=place(code, name),
        state=state(code, counts(rng, overdue, 34 if overdue > 9 else rng.randint(24, 40))),
        overdue_24h_ago=max(0, overdue - rng.choice((-1, 0, 0, 0, 1, 2))),
        silent=silent,
    )


def special_zone(code: str, name: str, of: str, values: dict[str, int] | None) -> Child:
    """An inset of the map."""
    known = state(code, values) if values else None
    unit = Place(code=code, kind="commune", name_vi=name, name_en="", short_vi=name[8:])
    return Child(place=unit, state=known, special_zone_of=of)


def indicator(code: str, name: str, value: int, pace: int | None = 3, **more: Any) -> IndicatorNow:
    """An indicator on its way from 26 to 90 percent, asked to be at 58 today."""
    given: dict[str, Any] = {
        "attainment": (value - 26, 32), "sign": "on_track", "band": "green", **more,
    }  # fmt: skip
    return IndicatorNow(
        code=code, name_vi=name, name_en=f"{code} in English", measure="%", kind="ratio",
        direction="up", value=(value, 1), occurred=TODAY - timedelta(days=9), baseline=(26, 1),
        baseline_on=TODAY - timedelta(days=60), target=(90, 1),
        target_on=TODAY + timedelta(days=60), asked=(58, 1),
        pace=None if pace is None else (pace, 1), **given,
    )  # fmt: skip


def strategic() -> Strategic:
    """Three of nine indicators judged, the furthest behind first."""
    return Strategic(
        day=TODAY,
        index=(87, 100),
        coverage=(3, 4),
        indicators=9,
        judged=3,
        furthest=(
            indicator("B04", "Giải ngân kinh phí", 20, sign="overdue", band="red", pace=None,
                      missed=True),
            indicator("C01", "Dân số được phủ sóng 5G", 42, sign="behind", band="red", p_hit=3_387,
                      p_hit_state=""),
            indicator("D01", "Dịch vụ công trực tuyến", 58, provisional=True, stale=True),
        ),
    )  # fmt: skip


def nation(seed: int = 57) -> BoardFacts:
    """The national board on an ordinary afternoon."""
    rng = Random(seed)
    below = children(rng)
    parts = [c.state.counts for c in below if c.state and not c.special_zone_of]
    whole = summed(parts)
    return BoardFacts(
        path=(ROOT,),
        programme="",
        state=msgspec.structs.replace(
            state("vn", whole), strategic=strategic(), operational=SCHEDULE
        ),
        children=below,
        programmes=tuple(
            ProgrammeLine(code=code, name_vi=f"NQ {code[2:]}", name_en=f"Res. {code[2:]}",
                          overdue=whole["overdue"] if code == "nq57" else n)
            for n, code in enumerate(PROGRAMMES)
        ),
        urge=urge(),
        pulse=pulse(rng),
        notable=notable(),
        notable_more=128,
        wave=wave(rng),
        overdue_today=whole["overdue"],
        bottlenecks=bottlenecks(),
        curve=curve(),
        server_time=NOW,
        sample=True,
    )  # fmt: skip


def empty() -> BoardFacts:
    """A country to which nothing was assigned yet."""
    blank = [
        Child(place=place(code, name), state=state(code, dict(NO_TASKS)))
        for code, name in NAMES.items()
    ]
    return BoardFacts(
        path=(ROOT,), programme="", state=state("vn", dict(NO_TASKS)), children=tuple(blank),
        programmes=(), urge=(), pulse=None, notable=(), notable_more=0, wave=(), overdue_today=0,
        bottlenecks=(), server_time=NOW, sample=False,
    )  # fmt: skip
