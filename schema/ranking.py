"""The order of a league by score, as rows, and the seal of a table (Q70, Q73, Q75–77, Q79).

The sealed table (``stream.kpi.ranking``) and the provisional one (``web``) both come from here; the
score itself is ``schema.score``'s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from schema.score import (
    DECIMALS,
    Entrant,
    Parameters,
    Parts,
    band,
    mean,
    parts,
    published,
    weigh,
    why_not,
)


class Ranked(Struct, frozen=True, kw_only=True):
    """An entrant in its league: ranked, or listed with the reason why not."""

    entrant: Entrant
    band: int | None
    """The least number of tasks of its band; None: no quarter is fixed yet."""
    parts: Parts
    present: Fraction
    """Share of the score's weight that is known."""
    score: Fraction | None
    """None when not ranked."""
    reason: str | None = None
    rank: int | None = None


def judge(of: Entrant, league_mean: Fraction, by: Parameters) -> Ranked:
    """An entrant with its score, not ranked yet."""
    made = parts(of, league_mean, by)
    score, present = weigh(made, by)
    reason = why_not(of, present, by)
    return Ranked(
        entrant=of,
        band=band(of.volume, by),
        parts=made,
        present=present,
        score=None if reason else score,
        reason=reason,
    )


def table(entrants: Iterable[Entrant], by: Parameters) -> tuple[Ranked, ...]:
    """A league: bands from the largest, in each the ranked by score; then the others by code.

    Equal scores as published share a rank: 1, 1, 3 (Q73); among them the order is that of codes.
    """
    given = sorted(entrants, key=lambda each: each.unit)
    league_mean = mean(given)
    judged = [judge(each, league_mean, by) for each in given]
    ranked = [each for each in judged if each.reason is None]
    ranked.sort(key=lambda each: (-(each.band or 0), -_points(each)))
    others = (each for each in judged if each.reason is not None)
    return (*_with_ranks(ranked), *others)


def _points(of: Ranked) -> int:
    assert of.score is not None
    return published(of.score)


def _with_ranks(ranked: Iterable[Ranked]) -> Iterable[Ranked]:
    position, rank, before = 0, 0, None
    for each in ranked:
        here = (each.band, _points(each))
        position = position + 1 if before and before[0] == here[0] else 1
        rank = rank if before == here else position
        before = here
        yield Ranked(
            entrant=each.entrant,
            band=each.band,
            parts=each.parts,
            present=each.present,
            score=each.score,
            rank=rank,
        )


def quarter(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def row(of: Ranked, league_mean: Fraction) -> dict[str, Any]:
    """A row as published: fractions of 1 as the nearest float64, the score in four decimals."""
    each = of.entrant
    return {
        "unit": each.unit,
        "band": of.band,
        "volume": each.volume,
        "rank": of.rank,
        "score": None if of.score is None else published(of.score) / DECIMALS,
        "reason": of.reason,
        "on_time": each.on_time,
        "due": each.due,
        "on_time_rate": each.on_time / each.due if each.due else None,
        "league_mean": float(league_mean),
        "present": float(of.present),
        "parts": {
            "on_time": _float(of.parts.on_time),
            "spi_t": _float(of.parts.spi_t),
            "dq": _float(of.parts.quality),
            "lateness": _float(of.parts.lateness),
        },
    }


def seal_of(league: str, day: date, method: int, rows: list[dict[str, Any]]) -> str:
    """SHA-256 of the canonical JSON of a sealed table: sorted keys, no blanks, UTF-8."""
    body = {"league": league, "day": day.isoformat(), "method": method, "rows": rows}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _float(part: Fraction | None) -> float | None:
    return None if part is None else float(part)
