"""Which unit holds how many tasks, and in which state each is on day 0.

The country has a shape: three provinces hold about 40 % of what is overdue, one province has none
overdue, one body has a single task, some units fell silent. The totals are exact.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import msgspec
from msgspec import Struct

from schema.states import State
from schema.unit import Tree, Unit
from stream.sample.sizes import Size

FAULTLESS = "vn.15"
"""Lào Cai: none overdue, 167 of 167 on time."""
LAGGARDS = ("vn.38", "vn.91", "vn.68")
"""Three provinces, chosen by lot, that hold about 40 % of what is overdue. Sample data."""
SINGLE = "tw.ubctdb"
"""The body with a single task."""
SILENT_BODY = "tw.bnd"
"""A body that has not reported for months."""
_LARGE_BODIES = {
    "tw.bkhcn": 9,
    "tw.bca": 7,
    **dict.fromkeys(("tw.btc", "tw.bnv"), 6),
    **dict.fromkeys(("tw.bgddt", "tw.bct"), 5),
    **dict.fromkeys(("tw.byt", "tw.bnnmt"), 4),
    **dict.fromkeys(("tw.vptw", "tw.btp", "tw.bxd", "tw.vpcp", "tw.bqp"), 3),
    **dict.fromkeys((SINGLE, SILENT_BODY), 0),
}
"""Weights of the bodies that hold more than the others (1), or a fixed number (0)."""
_OVERDUE_BODIES = frozenset(
    f"tw.{body}"
    for body in "bkhcn bca btc bnv bgddt bct byt bxd bnnmt bvhttdl btp ttcp vhlkhcn".split()
)
"""Bodies with something overdue, besides the silent one."""
_PUNCTUAL = ("vn.22", "vn.01", "vn.46", "vn.92")
"""Provinces without anything overdue, besides the faultless one."""
_OPEN = frozenset({State.IN_TIME, State.OVERDUE})


class Seat(Struct, kw_only=True):
    """A task's place: its unit and, once dealt, its state on day 0."""

    unit: Unit
    top: str
    state: State | None = None
    silent: bool = False


def seats(size: Size, tree: Tree, rng: Random) -> list[Seat]:
    """Every task of the country with its state, in the order of units; withdrawn ones last."""
    dealt = [
        Seat(unit=tree.units[code], top=tree.top(code) or code)
        for code, number in loads(size, tree, rng).items()
        for _ in range(number)
    ]
    _deal(dealt, size, rng)
    return [*dealt, *_withdrawn(dealt, size, rng)]


def loads(size: Size, tree: Tree, rng: Random) -> dict[str, int]:
    """Tasks by unit code; they sum to the size's total."""
    bodies = [unit.code for unit in tree.units.values() if unit.kind == "central_body"]
    provinces = [unit.code for unit in tree.units.values() if unit.kind == "province"]
    found = _bodies(size, bodies)
    found.update({code: _province(size, code) for code in provinces})
    found.update(_communes(size, tree, size.total - sum(found.values()), rng))
    return found


def _bodies(size: Size, bodies: list[str]) -> dict[str, int]:
    found = {SINGLE: 1, SILENT_BODY: 4}
    weights = {code: _LARGE_BODIES.get(code, 1) for code in bodies}
    left, whole = size.central - sum(found.values()), sum(weights.values())
    found.update({code: left * weight // whole for code, weight in weights.items() if weight})
    found[max(weights, key=lambda code: weights[code])] += size.central - sum(found.values())
    return found


def _province(size: Size, code: str) -> int:
    if size.name != "S":
        return size.province
    return {FAULTLESS: 60, **dict.fromkeys(LAGGARDS, 30)}.get(code, size.province)


def _communes(size: Size, tree: Tree, number: int, rng: Random) -> dict[str, int]:
    """Spread what is left evenly over communes; in S the faultless province gets enough first."""
    codes = [unit.code for unit in tree.units.values() if unit.kind == "commune"]
    faultless = [code for code in codes if tree.top(code) == FAULTLESS]
    if size.name == "S":
        rest = rng.sample([code for code in codes if tree.top(code) != FAULTLESS], number - 115)
        return {**_evenly(faultless, 115), **_evenly(sorted(rest), len(rest))}
    rng.shuffle(codes)
    return dict(sorted(_evenly(codes, number).items()))


def _evenly(codes: list[str], number: int) -> dict[str, int]:
    each, more = divmod(number, len(codes))
    return {code: each + (n < more) for n, code in enumerate(codes)}


def _deal(dealt: list[Seat], size: Size, rng: Random) -> None:
    """Give every seat its state: the special places first, the rest by lot."""
    left = Counter(size.states)
    lot = dealt.copy()
    rng.shuffle(lot)

    def give(seat: Seat, state: State) -> None:
        seat.state = state
        left[state] -= 1

    for seat in _of(lot, SINGLE):
        give(seat, State.IN_TIME)
    for n, seat in enumerate(_of(lot, SILENT_BODY)):
        give(seat, State.OVERDUE if n < 2 else State.IN_TIME)
        seat.silent = True
    if size.faultless is not None:
        for seat in _of(lot, FAULTLESS)[: size.faultless]:
            give(seat, State.DONE_ON_TIME)
    for seat in _by_kind(lot, rng)[: left[State.RECURRING]]:
        give(seat, State.RECURRING)
    for top, number in _overdue(size, lot, left[State.OVERDUE], rng).items():
        for seat in _of(lot, top)[:number]:
            give(seat, State.OVERDUE)
    _deal_rest(lot, left, size, rng)
    _silence(dealt, size, rng)


def _of(lot: list[Seat], top: str) -> list[Seat]:
    """Seats of a province or body that have no state yet."""
    return [seat for seat in lot if seat.top == top and seat.state is None]


def _by_kind(lot: list[Seat], rng: Random) -> list[Seat]:
    """Free seats, those of communes rather first: recurring tasks are mostly theirs."""
    free = [seat for seat in lot if seat.state is None]
    return sorted(free, key=lambda s: rng.random() * (0.55 if s.unit.kind == "commune" else 1.0))


def _overdue(size: Size, lot: list[Seat], number: int, rng: Random) -> dict[str, int]:
    """Overdue tasks by province or body: the three laggards, then the rest well below them."""
    quotas = dict(zip(LAGGARDS, size.laggards, strict=True))
    free = Counter(seat.top for seat in lot if seat.state is None)
    closed = {*LAGGARDS, *_PUNCTUAL, FAULTLESS, SINGLE, SILENT_BODY}
    tops = [top for top in free if top not in closed]
    tops = sorted(top for top in tops if top.startswith("vn.") or top in _OVERDUE_BODIES)
    most = {top: min(size.laggards[2] * 6 // 10, free[top] // 3) for top in tops}
    keen = {top: rng.uniform(0.3, 1.7) for top in tops}
    quotas.update({top: 1 for top in tops if most[top] > 0})
    left = number - sum(quotas.values())
    while left > 0:
        open_tops = [top for top in tops if quotas.get(top, 0) < most[top]]
        top = min(open_tops, key=lambda t: (quotas.get(t, 0) + rng.random()) / keen[t])
        quotas[top] = quotas.get(top, 0) + 1
        left -= 1
    return quotas


def _deal_rest(lot: list[Seat], left: Counter[State], size: Size, rng: Random) -> None:
    """What is left, by lot; the faultless province gets nothing done any more, and nothing late."""
    free = [seat for seat in lot if seat.state is None]
    faultless = [seat for seat in free if seat.top == FAULTLESS]
    hand = [state for state, number in left.items() for _ in range(number)]
    rng.shuffle(hand)
    barred = {State.DONE_LATE, State.OVERDUE}
    if size.faultless is not None:
        barred.add(State.DONE_ON_TIME)
    kept = [state for state in hand if state not in barred][: len(faultless)]
    for seat, state in zip(faultless, kept, strict=True):
        seat.state = state
    rest = Counter(hand) - Counter(kept)
    hand = [state for state, number in rest.items() for _ in range(number)]
    rng.shuffle(hand)
    for seat, state in zip((s for s in free if s.top != FAULTLESS), hand, strict=True):
        seat.state = state


def _silence(dealt: list[Seat], size: Size, rng: Random) -> None:
    """Some communes whose tasks are all open fell silent."""
    by_unit: dict[str, list[Seat]] = {}
    for seat in dealt:
        if seat.unit.kind == "commune":
            by_unit.setdefault(seat.unit.code, []).append(seat)
    silent = [code for code, held in sorted(by_unit.items()) if all(s.state in _OPEN for s in held)]
    for code in rng.sample(silent, min(size.silent, len(silent))):
        for seat in by_unit[code]:
            seat.silent = True


def _withdrawn(dealt: list[Seat], size: Size, rng: Random) -> list[Seat]:
    places = [seat for seat in dealt if seat.unit.kind != "commune" and not seat.silent]
    states = [state for state, number in size.withdrawn.items() for _ in range(number)]
    return [
        msgspec.structs.replace(seat, state=state)
        for seat, state in zip(rng.sample(places, len(states)), states, strict=True)
    ]
