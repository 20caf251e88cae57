"""What an address asks of a list of tasks: which ones, from where on. Nothing else is let in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from schema.states import Sign
from web.compose.parts import ALL, Part, parts

LAST = date.max
"""Where tasks without a due date stand in the order."""
TO, AT = "..", "~"
"""`due=2026-11-22..2026-11-28`, both days included; `after=2026-11-22~vn.01.t0001`."""
OPEN = ("awaiting", "in_time", "due_soon", "not_started")
"""What falls due on a day: open one-off tasks that are not overdue."""


class BadFilter(ValueError):
    """A filter names nothing we know."""


class Asked(Struct, frozen=True, kw_only=True):
    """Tasks of a figure, of a state, a sign or due on some days; `counted`: its numerator alone."""

    figure: str = ""
    states: tuple[str, ...] = ()
    due: tuple[date, date] | None = None
    signs: tuple[str, ...] = ()
    """Of these signs only; () = of whichever."""
    unit: str = ""
    """Led by this unit or one under it."""
    counted: bool = False
    after: tuple[date, str] | None = None
    """Behind the task with this due date and code."""

    @property
    def whole(self) -> Part:
        """The tasks of the list."""
        if self.figure:
            found = parts(self.figure)
            assert found is not None
            return found.counted if self.counted else found.whole
        states = self.states or (OPEN if self.due else ALL)
        return Part(states=states, signs=self.signs)

    @property
    def marked(self) -> Part:
        """Those of them that the figure's numerator counts."""
        found = parts(self.figure) if self.figure else None
        return found.counted if found else self.whole

    def given(self) -> dict[str, Any]:
        """As the statements of `parts.sql` name it."""
        whole, marked = self.whole, self.marked
        begin, end = self.due or (None, None)
        after = self.after or (None, "")
        return {
            **{name: list(getattr(whole, name)) for name in _LISTS},
            **{f"in_{name}": list(getattr(marked, name)) for name in _LISTS},
            "reported": whole.reported,
            "in_reported": marked.reported,
            "due_from": begin,
            "due_to": end,
            "after_due": after[0],
            "after_code": after[1],
        }

    def query(self, **more: str) -> str:
        """The same as part of an address, `more` in its place."""
        due = TO.join(day.isoformat() for day in self.due) if self.due else ""
        said = {
            "figure": self.figure,
            "state": ",".join(self.states),
            "due": due,
            "sign": ",".join(self.signs),
            "unit": self.unit,
        }
        said |= {"of": "counted" if self.counted else ""} | more
        return urlencode({name: value for name, value in said.items() if value})


_LISTS = ("states", "states_0", "signs")


def asked_of(given: Mapping[str, str]) -> Asked:
    """The filters of an address; raises BadFilter with what cannot be understood."""
    figure, of = given.get("figure", ""), given.get("of", "")
    states = tuple(filter(None, given.get("state", "").split(",")))
    signs = tuple(filter(None, given.get("sign", "").split(",")))
    if figure and (parts(figure) is None or states or signs):
        raise BadFilter(figure)
    if not set(signs) <= set(Sign):
        raise BadFilter(",".join(signs))
    if not set(states) <= set(ALL) or of not in ("", "counted"):
        raise BadFilter(",".join(states) or of)
    return Asked(
        figure=figure,
        states=states,
        signs=signs,
        due=_days(given["due"]) if given.get("due") else None,
        unit=given.get("unit", ""),
        counted=of == "counted",
        after=_after(given["after"]) if given.get("after") else None,
    )


def cursor(due: date | None, code: str) -> str:
    """Where the next page goes on: behind this task."""
    return f"{(due or LAST).isoformat()}{AT}{code}"


def _days(text: str) -> tuple[date, date]:
    begin, _, end = text.partition(TO)
    return _day(begin), _day(end or begin)


def _after(text: str) -> tuple[date, str]:
    due, mark, code = text.partition(AT)
    if not mark or not code or "\0" in code:
        raise BadFilter(text)
    return _day(due), code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadFilter(text) from error
