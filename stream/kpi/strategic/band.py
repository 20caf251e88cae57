"""Colours: five attainment bands and grey, hysteresis on day closes, the sign shown (Q59–60).

Bands are stored (domain 17); what is shown is the sign of screens §5, one mapping for all.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from schema.states import Sign

ENTERS_AT = (Fraction(95, 100), Fraction(85, 100), Fraction(70, 100), Fraction(60, 100))
"""Lower edges of the four better bands."""
LEAVES_BELOW = Fraction(2, 100)
"""A band is left only so far below its edge."""
LEAST_COVERAGE = Fraction(6, 10)
UNLIKELY = Fraction(2, 10)
"""P(hit) below this is red."""


class Band(StrEnum):
    """The five steps, best first, and grey: nothing to judge by."""

    GREEN = "green"
    AMBER_GREEN = "amber_green"
    AMBER = "amber"
    AMBER_RED = "amber_red"
    RED = "red"
    GREY = "grey"


_STEPS = tuple(Band)[:5]


class Seal(Struct, frozen=True, kw_only=True):
    """The colour at the last day close, and the one that waits for a second close."""

    band: Band
    waits: Band | None = None


def raw_band(
    attainment: Fraction | None,
    *,
    stale: bool = False,
    coverage: Fraction = Fraction(1),
    p_hit: Fraction | None = None,
) -> Band:
    """The colour without hysteresis, by raw A."""
    if attainment is None or stale or coverage < LEAST_COVERAGE:
        return Band.GREY
    if p_hit is not None and p_hit < UNLIKELY:
        return Band.RED
    return _STEPS[sum(attainment < edge for edge in ENTERS_AT)]


def seal(before: Seal | None, attainment: Fraction | None, raw: Band) -> Seal:
    """The colour after one more day close.

    The first value takes its raw colour, grey comes and goes at once; else a band is entered at its
    edge, left 0.02 below it, and changes show when they held at two closes running.
    """
    if before is None or Band.GREY in (raw, before.band) or attainment is None:
        return Seal(band=raw)
    wanted = _held(before.band, attainment, raw)
    if wanted is before.band:
        return Seal(band=before.band)
    return Seal(band=wanted) if wanted is before.waits else Seal(band=before.band, waits=wanted)


def _held(band: Band, attainment: Fraction, raw: Band) -> Band:
    """The raw band, unless A is still within 0.02 below the edge of the one it is in."""
    step = _STEPS.index(band)
    worse = _STEPS.index(raw) > step
    return band if worse and attainment >= ENTERS_AT[step] - LEAVES_BELOW else raw


_SIGNS = {
    Band.GREEN: Sign.ON_TRACK,
    Band.AMBER_GREEN: Sign.AT_RISK,
    Band.AMBER: Sign.AT_RISK,
    Band.AMBER_RED: Sign.BEHIND,
    Band.RED: Sign.BEHIND,
    Band.GREY: Sign.NONE,
}


def sign_of(band: Band, *, missed: bool = False, silent: bool = False) -> Sign:
    """The sign of an indicator; `missed`: its day has passed; `silent`: its reading is too old."""
    if silent:
        return Sign.SILENT
    return Sign.OVERDUE if missed else _SIGNS[band]
