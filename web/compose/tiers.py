"""The four big tiles: composite index with data quality, strategic, operational, planning.

Each has its figure, its denominator or coverage, and how it moved in seven days, in points of a
percentage. Index and strategic tier stand with their coverage, grey below 60 %.
"""

from collections.abc import Mapping
from typing import Any

from schema import figures
from schema.figures_operational import operational
from schema.quality import PARTS
from web.compose.facts import BoardFacts
from web.compose.tile import Said, Tile, counted, decimal, shared
from web.formats import signed
from web.words import Words


def tile(facts: BoardFacts, twin: dict[str, Any], words: Words) -> Tile:
    """The figures of the four tiles."""
    moves = changes(facts)
    plan, work = twin["planning"], twin["operational"]
    return Tile(
        twin={"change_7d": moves},
        said={
            "index": decimal(twin["index"], words, 2),
            "index_coverage": shared(twin["index_coverage"], words),
            "strategic/index": decimal(twin["strategic"]["index"], words, 2),
            "strategic/coverage": shared(twin["strategic"]["coverage"], words),
            "strategic/judged": counted(twin["strategic"]["judged"], words),
            "strategic/asked": counted(twin["strategic"]["asked"], words),
            "operational/spi_t": decimal(work["spi_t"], words, 2),
            "operational/progress": shared(work["progress"], words),
            "operational/coverage": shared(work["coverage"], words),
            "planning/on_time_rate": shared(plan["on_time_rate"], words),
            "planning/on_time_rate_due_0": shared(plan["on_time_rate_due_0"], words),
            "planning/states/done_on_time": counted(plan["states"]["done_on_time"], words),
            "quality/dq": decimal(twin["quality"]["dq"], words, 2),
            **{f"quality/{part}": shared(twin["quality"][part], words) for part in PARTS},
            **{
                f"quality/period/{name}": counted(twin["quality"]["period"][name], words)
                for name in ("units_missing", "units")
            },
            **{f"change_7d/{name}": moved(value, words) for name, value in moves.items()},
        },
        coverage={
            "operational": work["coverage"] or 0.0,
            "operational/coverage": 1.0,
            "strategic/index": twin["strategic"]["coverage"] or 0.0,
            "index": twin["index_coverage"] or 0.0,
        },
    )


def changes(facts: BoardFacts) -> dict[str, float | None]:
    """Rates now less rates at the day close seven days before; None where either is unknown."""
    now = facts.state.counts if facts.state else None
    before = facts.state.week_ago if facts.state else None
    return {name: difference(rate(now, name), rate(before, name)) for name in RATES}


RATES = {
    "on_time_rate": lambda counts: figures.planning(counts)["on_time_rate"],
    "progress": lambda counts: operational(counts)["progress"],
}


def rate(counts: Mapping[str, int] | None, name: str) -> float | None:
    """One rate of a set of counts."""
    value: float | None = RATES[name](counts) if counts else None
    return value


def difference(now: float | None, before: float | None) -> float | None:
    """now - before, None where either is unknown."""
    return None if now is None or before is None else now - before


def moved(value: float | None, words: Words) -> Said:
    """A change in points: `+1,2`."""
    if value is None:
        return counted(None, words)
    return signed(value * 100, words.lang, 1), ""
