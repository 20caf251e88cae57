"""Restatements of closed days → rows, with the types of their cells. Pure; `store` sends them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from schema.measures import MEASURES, Counts
from stream.core.outcome import Restated
from stream.fold.rows import Cells

TYPES = (*("int4", *("text",) * 8, "text[]", "timestamptz", "date", "date", "bytea", "int8"),)


def cells(partition: int, restated: Iterable[Restated], stamp: int) -> Iterator[Cells]:
    """Rows of ``restated``."""
    for one in restated:
        yield (
            *(partition, *one.leaf, one.task, one.why.value, list(one.updates)),
            *(one.known_from, one.known_on, one.steps[0][0], _steps(one), stamp),
        )


def _steps(restated: Restated) -> bytes:
    """JSON [[day, {measure: difference}], …]: what is not named does not differ."""
    return msgspec.json.encode([(day, _named(moved)) for day, moved in restated.steps])


def _named(moved: Counts) -> dict[str, int]:
    return {name: by for name, by in zip(MEASURES, moved, strict=True) if by}
