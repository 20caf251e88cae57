"""Under whom a task counts: the unit that answers for its lead on a day, and all above that.

A unit that has ended counts to its successor, else to its nearest ancestor that still exists, else
to the root (Q35, Q36): nothing of the country may vanish from its total. What roll adds up
(``stream.kpi.cut``) and what a list of tasks holds (``web.facts.reach``) are the same by this.
"""

from __future__ import annotations

from datetime import date

from schema.catalogue import Catalogue
from schema.unit import ROOT, Tree


class Lines:
    """The lines of one catalogue on one local day; `tree` holds the units in force then."""

    __slots__ = ("_catalogue", "_day", "_known", "_tree")

    def __init__(self, catalogue: Catalogue, tree: Tree, day: date) -> None:
        self._catalogue = catalogue
        self._day = day
        self._tree = tree
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, lead: str) -> tuple[str, ...]:
        """The unit that answers for `lead` on the day and all above it, nearest first."""
        line = self._known.get(lead)
        if line is None:
            line = self._known[lead] = self._up(self._living(lead))
        return line

    def leads(self, scope: str) -> tuple[str, ...]:
        """Every unit of the catalogue, the ended ones too, whose tasks count to `scope`."""
        return tuple(code for code in self._catalogue.unit_by_code if scope in self.of(code))

    def _up(self, home: str) -> tuple[str, ...]:
        line = (home, *self._tree.ancestors(home))
        return line if ROOT in line else (*line, ROOT)

    def _living(self, code: str) -> str:
        code = self._catalogue.successor(code, self._day)
        passed: set[str] = set()
        while code not in self._tree and code not in passed:
            passed.add(code)
            unit = self._catalogue.unit_by_code.get(code)
            code = (unit.parent if unit else None) or ROOT
        return code


def post_scope(in_charge: str) -> str:
    """The scope of a post: its code, which begins with ``m.`` in a catalogue."""
    return in_charge if in_charge.startswith("m.") else f"m.{in_charge}"
