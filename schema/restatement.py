"""Why a day that is past is worth something else now (docs/method-known-twice.md)."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """What made a past day another one."""

    VERDICT = "verdict"
    """A completion of that time was verified, or sent back, later."""
    CORRECTION = "correction"
    """An update of that time was corrected or taken back."""
    REVISION = "revision"
    """A revision of the due date that took effect then was told later."""
    LATE = "late"
    """It was reported later than the day it occurred on."""
    EARLY = "early"
    """Counted before midnight, of the day after: only in rows of older builds."""
    AGAIN = "again"
    """The same id came again with an earlier or another content."""
    METHOD = "method"
    """A new version of the catalogue judges it differently."""
