"""The six strategic indicators furthest from their path: now → target, pace, the way gone so far.

Values are printed in the indicator's own measure; the bar is the way from the baseline to the
target, its tick where the path asks it to be today.
"""

from typing import Any

from schema.strategic import IndicatorNow
from web.compose.facts import BoardFacts
from web.compose.tile import Said, Tile, decimal, shared
from web.formats import NONE, day, number, percent, signed
from web.words import Words

ROWS = 6
SMALL = 10
"""Below it values of a whole measure keep a decimal."""


def tile(facts: BoardFacts, twin: dict[str, Any], words: Words) -> Tile:
    """`strategic/indicators/0` … `strategic/indicators/5`."""
    tier = facts.state.strategic if facts.state else None
    said: dict[str, Said] = {}
    slots: dict[str, str] = {}
    coverage: dict[str, float] = {}
    named = tier.furthest[:ROWS] if tier else ()
    for n, each in enumerate(named):
        at, row = f"strategic/indicators/{n}", twin["strategic"]["indicators"][n]
        said |= {f"{at}/{key}": text for key, text in figures(row, words).items()}
        slots |= {f"{at}/{key}": text for key, text in texts(each, words).items()}
        coverage[at] = row["coverage"]
    return Tile(said=said, slots=slots, coverage=coverage)


def figures(row: dict[str, Any], words: Words) -> dict[str, Said]:
    """How the numbers of a row are said."""
    stale = "grey" if row["stale"] else ""
    return {
        "value": measured(row["value"], row["measure"], words, stale),
        "target": measured(row["target"], row["measure"], words),
        "attainment": (decimal(row["attainment"], words, 2)[0], row["sign"]),
        "required_pace": pace(row["required_pace"], words),
        "p_hit": chance(row["p_hit"], words),
        "way": shared(row["way"], words),
        "way_asked": shared(row["way_asked"], words),
    }


def texts(each: IndicatorNow, words: Words) -> dict[str, str]:
    """The words of a row; its title tells what the row has no room for."""
    name = each.name_vi if words.lang == "vi" else each.name_en
    about = words.say("strategic.about", day=day(each.target_on), seen=day(each.occurred))
    extra = [words.say(f"strategic.{flag}") for flag in FLAGS if getattr(each, flag)]
    return {"name": name, "about": " · ".join([about, *extra])}


FLAGS = ("provisional", "stale", "flagged", "rolled", "missed")


def measured(value: float | None, measure: str, words: Words, state: str = "") -> Said:
    """A value in its measure: `56,7%`, `85.352`, `3`."""
    if value is None:
        return NONE, "none"
    whole = float(value).is_integer()
    digits = 0 if whole or (abs(value) >= SMALL and measure != "%") else 1
    digits = 3 if not whole and abs(value) < 1 and measure != "%" else digits  # an index of 0..1
    return number(value, words.lang, digits) + ("%" if measure == "%" else ""), state


def chance(value: float | None, words: Words) -> Said:
    """A probability in whole percent: more digits would promise more than it knows."""
    return (NONE, "none") if value is None else (percent(value, words.lang, 0), "")


def pace(value: float | None, words: Words) -> Said:
    """The required change a month, with its sign."""
    if value is None:
        return NONE, "none"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 or not value else 2
    return signed(value, words.lang, digits), ""
