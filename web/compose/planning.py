"""The partition of tasks: eight parts that sum to the whole, and the published grouping.

The parts stand so that each published group is one bracket over neighbours:
done · within the deadline (with awaiting) · overdue · recurring.
"""

from typing import Any

from schema.states import WITHDRAWN, State
from web.compose.tile import Said, Tile, counted, shared
from web.words import Words

GROUPS: tuple[tuple[str, str, tuple[State, ...]], ...] = (
    ("done", "planning/done", (State.DONE_ON_TIME, State.DONE_LATE)),
    (
        "within_deadline",
        "planning/within_deadline",
        (State.AWAITING, State.IN_TIME, State.DUE_SOON, State.NOT_STARTED),
    ),
    ("overdue", "planning/states/overdue", (State.OVERDUE,)),
    ("recurring", "planning/states/recurring", (State.RECURRING,)),
)
ORDER = tuple(state.value for _, _, states in GROUPS for state in states)
"""The eight parts from left to right."""


def tile(twin: dict[str, Any], words: Words) -> Tile:
    """Counts above, shares under, brackets; `twin` is what `base.twin` made."""
    plan = twin["planning"]
    shares = {state: share(plan["states"][state], plan["total"]) for state in ORDER}
    return Tile(
        twin={"planning": {**plan, "shares": shares}},
        said=counts(plan, words) | rates(shares, words),
        page={"order": ORDER, "groups": [group(*each) for each in GROUPS]},
    )


def counts(plan: dict[str, Any], words: Words) -> dict[str, Said]:
    """Every whole number of the tile; of an empty whole nothing can be said (—, not 0)."""
    values = {
        "planning/total": plan["total"],
        "planning/done": plan["done"],
        "planning/due": plan["due"],
        "planning/within_deadline": plan["within_deadline"],
        **{f"planning/states/{state}": plan["states"][state] for state in ORDER},
        **{f"planning/withdrawn/{s.value}": plan["withdrawn"][s.value] for s in WITHDRAWN},
    }
    empty = not plan["total"]
    return {at: counted(None if empty else value, words) for at, value in values.items()}


def rates(shares: dict[str, float | None], words: Words) -> dict[str, Said]:
    """The share of each part in the whole."""
    return {f"planning/shares/{state}": shared(value, words) for state, value in shares.items()}


def share(part: int | None, whole: int | None) -> float | None:
    """part/whole, None for an empty whole."""
    return part / whole if part is not None and whole else None


def group(name: str, pointer: str, states: tuple[State, ...]) -> dict[str, Any]:
    """A bracket: its name, its figure and the parts under it."""
    return {"name": name, "pointer": pointer, "states": [state.value for state in states]}
