"""Ids of updates folded a moment ago, so that ordinary retries do not meet a unique violation.

Of what stands under them SQL tells; of ids that are not remembered, too. Called by `transaction`.
"""

from __future__ import annotations

from collections.abc import Iterable

from stream.core.outcome import Outcome
from stream.fold.decode import Parcel, ids_in

MOST = 50_000
"""Ids remembered: about the last minutes of a busy day, 9 MB."""


class Recent:
    """The newest ids, half of them at least, and in which partition they were folded."""

    def __init__(self, most: int = MOST) -> None:
        self._half = most // 2
        self._newer: dict[str, int] = {}
        self._older: dict[str, int] = {}

    def among(self, partition: int, parcels: Iterable[Parcel]) -> list[str]:
        """The ids these messages bring that this partition has.

        What another one has is no business of its: `again` settles that.
        """
        newer, older = self._newer, self._older
        return [each for each in ids_in(parcels) if newer.get(each, older.get(each)) == partition]

    def remember(self, outcome: Outcome) -> None:
        """Note the ids of a committed outcome; the oldest are forgotten, many at once."""
        rows = (*outcome.updates, *outcome.replaced)
        ids = [row.judged.entry.id for row in rows]
        self._newer.update(dict.fromkeys(ids, outcome.overlay.base.number))
        if len(self._newer) >= self._half:
            self._newer, self._older = {}, self._newer

    def clear(self) -> None:
        """Forget everything: another worker may have written since."""
        self._newer, self._older = {}, {}
