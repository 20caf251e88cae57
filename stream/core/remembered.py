"""How much of a long life a task's state keeps, so that a task that recurs for years stays small.

Nothing is judged differently for it. A verdict that names a claim which is forgotten, or was never
met, needs a re-fold (`refold.sorts_last`), which meets every claim again: the stored updates know.
Days of verdicts are kept as long as a window reaches, the one before it included: what lapses are
checks on days that no figure looks at any more. Both are functions of the set of updates alone.
"""

from __future__ import annotations

import msgspec

from stream.core.task import SeenClaim, TaskState

MOST_CLAIMS = 4
"""The newest claims that are kept; a verdict on an older one is a re-fold."""
VERDICTS_KEPT = 190
"""Local days before the newest verdict; windows reach 90 days back, and 90 before those (Q80)."""


def bounded(state: TaskState) -> TaskState:
    """The state with its newest claims alone, in the order they have."""
    claims = state.claims
    if len(claims) <= MOST_CLAIMS:
        return state
    newest = frozenset(one.id for one in sorted(claims, key=_place)[-MOST_CLAIMS:])
    kept = tuple(one for one in claims if one.id in newest)
    return msgspec.structs.replace(state, claims=kept, forgets=True)


def may_have_met(state: TaskState, claim: str | None) -> bool:
    """Whether a claim that a verdict names, and the state does not know, may be forgotten."""
    return state.forgets and claim is not None and all(one.id != claim for one in state.claims)


def with_verdict(days: tuple[int, ...], verdict: int) -> tuple[int, ...]:
    """Ordinals of the days of verdicts after another one, without those long past."""
    since = max(map(abs, (*days, verdict))) - VERDICTS_KEPT
    return tuple(day for day in (*days, verdict) if abs(day) >= since)


def _place(claim: SeenClaim) -> tuple[object, str]:
    return claim.key, claim.id
