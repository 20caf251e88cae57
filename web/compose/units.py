"""The children of a scope as a table: every measure of the map side by side, in the order asked.

Figures are those of the board (`map/{code}/…`); here is only who comes first.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from web.compose.view import BoardView

COLUMNS = ("value", "total", "change_24h", "due_soon", "on_time_rate", "due", "dq")
ORDERS = ("worst", "name", "value", "change_24h", "due_soon", "on_time_rate", "dq")
"""What an address may ask: as the board has it, by name, or one measure, its worst first."""
_LESS_IS_WORSE = frozenset({"on_time_rate", "dq"})
Row = Mapping[str, Any]


def rows(view: BoardView, order: str) -> list[dict[str, Any]]:
    """Each child: `code`, `name`, `href`, and what the board's twin says of it; in this order."""
    known = view.twin["map"]
    found = [
        {"code": each["code"], "name": each["name"], "href": each["href"], **known[each["code"]]}
        for each in view.page["atlas"]["tiles"]
    ]
    return in_order(found, order, view.page["heat"]["alphabet"])


def in_order(found: Sequence[dict[str, Any]], order: str, alphabet: Row) -> list[dict[str, Any]]:
    """The rows by a measure, ties and the rest by name; those of whom it is not known come last."""
    key = _key(order)
    return sorted(found, key=lambda row: (*key(row), alphabet.get(row["code"], len(alphabet))))


def _key(order: str) -> Callable[[Row], tuple[Any, ...]]:
    if order == "name":
        return lambda row: ()
    measure = "value" if order == "worst" else order
    way = 1 if measure in _LESS_IS_WORSE else -1

    def worst_first(row: Row) -> tuple[Any, ...]:
        value = row[measure]
        return (value is None, way * (value or 0))

    return worst_first
