"""`as_of=` of an address: a local day (its 24:00) or an instant with its offset (Q4, Q7).

`restated=1` asks what is known now of such a day instead of what was known then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from msgspec import Struct

from schema.clock import day_end

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BadInstant(ValueError):
    """It cannot be understood, or lies ahead; the message says what was expected."""


class AsOf(Struct, frozen=True, kw_only=True):
    """What is asked: the close of a day, or an instant within one."""

    at: datetime
    """The instant; of a day its 24:00."""
    day: date | None = None
    """None: an instant within a day."""
    restated: bool = False

    @property
    def asked(self) -> str:
        """As an address says it."""
        return self.day.isoformat() if self.day else self.at.isoformat()

    @property
    def query(self) -> dict[str, str]:
        """What an address asks it with."""
        return {"as_of": self.asked} | ({"restated": "1"} if self.restated else {})


def asked_of(given: Mapping[str, str], now: datetime) -> AsOf | None:
    """What an address asks; None where it asks for the present. Raises BadInstant."""
    text, restated = given.get("as_of"), given.get("restated", "0")
    if text is None and restated == "0":
        return None
    if restated not in ("0", "1"):
        raise BadInstant(f"expected restated=1 or none, got {restated[:20]}")
    if text is None:
        raise BadInstant(
            "expected as_of=YYYY-MM-DD beside restated=1: the present is what is known"
        )
    found = _read(text)
    if found.at > now:
        raise BadInstant(f"expected a day that is over or an instant gone by, got {text[:40]}")
    if restated == "1" and found.day is None:
        raise BadInstant("expected a local day with restated=1: within a day nothing is restated")
    return AsOf(at=found.at, day=found.day, restated=restated == "1")


def _read(text: str) -> AsOf:
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return AsOf(at=day_end(day), day=day)
        at = datetime.fromisoformat(text.replace(" ", "+"))
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError) as error:
        raise BadInstant(_EXPECTED.format(text[:40])) from error
    if at.tzinfo is None:
        raise BadInstant(_EXPECTED.format(text[:40]))
    return AsOf(at=at)


_EXPECTED = (
    "expected a local day such as 2026-11-20, or an instant with its offset such as "
    "2026-11-20T09:00:00+07:00, got {}"
)
