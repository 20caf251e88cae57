"""Ids of updates folded a moment ago, so that ordinary retries do not meet a unique violation.

A small memory of what SQL holds; what it does not know, SQL does. Called by `transaction`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from stream.core.duplicates import stored_form
from stream.core.outcome import Outcome, Stored
from stream.fold.decode import Parcel, updates_of

MOST = 50_000
"""Ids remembered: about the last minutes of a busy day, 20 MB."""


class Recent:
    """The newest ids and what stands under them."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[int, Stored]] = OrderedDict()

    def among(self, partition: int, parcels: Iterable[Parcel]) -> Mapping[str, Stored]:
        """What this partition has under the ids these messages bring.

        What another one has is no business of its: `again` settles that.
        """
        met = [each for each in updates_of(parcels) if each in self._known]
        found = ((each, *self._known[each]) for each in met)
        return {each: stored for each, where, stored in found if where == partition}

    def remember(self, outcome: Outcome) -> None:
        """Note the ids of a committed outcome; the oldest are forgotten."""
        for row in (*outcome.updates, *outcome.replaced):
            entry = row.judged.entry
            self._known.pop(entry.id, None)
            self._known[entry.id] = (outcome.overlay.base.number, stored_form(entry))
        for _ in range(len(self._known) - self._most):
            self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: another worker may have written since."""
        self._known.clear()
