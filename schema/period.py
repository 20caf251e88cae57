"""What was to be reported in the period that ended last, and what of it has not come (H1, Q63)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct


class Period(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of each task with reporting slots the newest one that is closed, added up."""

    reports: int = 0
    """Reports that were due."""
    reports_missing: int = 0
    units: int = 0
    """Units of which any was due."""
    units_missing: int = 0
    """Of these, units that owe at least one."""


def twin(of: Period | None) -> dict[str, Any]:
    """`quality.period` of the board's twin."""
    names = Period.__struct_fields__
    if of is None:
        return {key: value for name in names for key, value in _unknown(name)}
    return {name: getattr(of, name) for name in names}


def _unknown(name: str) -> Iterable[tuple[str, str | None]]:
    """Not known is not zero."""
    return (name, None), (f"{name}_state", "no_data")
