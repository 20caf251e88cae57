"""How large the sample country is: S for tests, M for the demo, L for load (domain 14)."""

from __future__ import annotations

from msgspec import Struct

from schema.states import State

HISTORY_DAYS = 90
BUSY_DAYS = 7
"""The last days of history, in which reports run at the full rate."""


class Size(Struct, frozen=True, kw_only=True):
    """The country on day 0: tasks by unit and by state; updates a day."""

    name: str
    central: int
    """Tasks of central bodies."""
    province: int
    """Tasks of an ordinary province itself."""
    total: int
    """Tasks in the partition; communes hold what central bodies and provinces do not."""
    states: dict[State, int]
    withdrawn: dict[State, int]
    """Tasks on top of `total`, outside every denominator."""
    laggards: tuple[int, int, int]
    """Overdue tasks of the three provinces that hold about 40 % of them."""
    faultless: int | None
    """Tasks done on time by the province that has none overdue (167/167); None: as dealt."""
    busy_rate: int
    """Updates a day in the last week."""
    rate: int
    """Updates a day before that."""
    reading_days: int
    """Days between two readings of an indicator."""
    silent: int
    """Communes that fell silent."""
    others_share: float
    """Share of the six smaller programmes together."""


def _states(on_time: int, late: int, awaiting: int, in_time: int, due_soon: int, not_started: int,
            overdue: int, recurring: int) -> dict[State, int]:  # fmt: skip
    return {
        State.DONE_ON_TIME: on_time,
        State.DONE_LATE: late,
        State.AWAITING: awaiting,
        State.IN_TIME: in_time,
        State.DUE_SOON: due_soon,
        State.NOT_STARTED: not_started,
        State.OVERDUE: overdue,
        State.RECURRING: recurring,
    }


S = Size(
    name="S",
    central=320,
    province=12,
    total=1_287,
    states=_states(531, 70, 36, 206, 74, 88, 104, 178),  # 601 · 404 · 104 · 178
    withdrawn={State.SUSPENDED: 5, State.CANCELLED: 3},
    laggards=(16, 14, 13),
    faultless=167,
    busy_rate=1_300,
    rate=130,
    reading_days=30,
    silent=6,
    others_share=0.18,
)
M = Size(
    name="M",
    central=1_200,
    province=60,
    total=9_831,
    states=_states(3_986, 605, 212, 1_795, 474, 605, 794, 1_360),  # 4,591 · 3,086 · 794 · 1,360
    withdrawn={State.SUSPENDED: 24, State.CANCELLED: 11},
    laggards=(121, 107, 98),
    faultless=167,
    busy_rate=10_000,
    rate=1_000,
    reading_days=14,
    silent=66,
    others_share=0.3,
)
L = Size(
    name="L",
    central=2_800,
    province=170,
    total=75_000,
    states=_states(30_400, 4_600, 1_600, 13_700, 3_600, 4_600, 6_100, 10_400),
    withdrawn={State.SUSPENDED: 180, State.CANCELLED: 80},
    laggards=(930, 820, 750),
    faultless=None,
    busy_rate=20_000,
    rate=3_000,
    reading_days=14,
    silent=0,
    others_share=0.3,
)
SIZES = {size.name: size for size in (S, M, L)}
