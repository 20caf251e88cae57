"""What is said beside the pulse: volume, who reports, how, how fast. The bars are a chart's.

Units, automatic share and median lag (Q82–84) are those of today (local day so far).
"""

from typing import Any

from web.compose.facts import BoardFacts
from web.compose.tile import Said, Tile, counted, shared
from web.compose.windows import EDGES, duration
from web.formats import NONE, number
from web.words import Words


def tile(facts: BoardFacts, twin: dict[str, Any], words: Words) -> Tile:
    """Figures of `windows/today`, and the way to the screen of this very process."""
    today = twin["windows"]["today"]
    late = today.get("lag_received", {})
    screen = facts.pulse.to_screen_ms if facts.pulse else None
    return Tile(
        twin={"pulse": {"to_screen_ms": screen}},
        said={
            "windows/today/updates": counted(today["updates"], words),
            "windows/today/reporting_units": counted(today["reporting_units"], words),
            "windows/today/units": counted(today["units"], words),
            "windows/today/automatic_rate": shared(today["automatic_rate"], words),
            **{
                f"windows/today/lag_received/{edge}": duration(late[edge], words)
                for edge in EDGES
                if edge in late
            },
            "pulse/to_screen_ms": to_screen(screen, words),
        },
    )


def to_screen(milliseconds: int | None, words: Words) -> Said:
    """Seconds with two decimals."""
    if milliseconds is None:
        return NONE, "none"
    return f"{number(milliseconds / 1000, words.lang, 2)} {words.say('unit.second')}", ""
