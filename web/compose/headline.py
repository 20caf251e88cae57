"""The sentence a board opens with: written by roll (screens.md §3), set out here as parts.

When the feed is lost the page replaces it by rule H0; without a state there is nothing to say yet.
"""

from typing import Any

from schema.kpi import Part, Sentence
from web.compose.doors import door
from web.compose.facts import BoardFacts
from web.compose.tile import SLOT, Said, Tile
from web.compose.view import Figure
from web.words import Words

LINE = SLOT + "headline/line"
CLAUSES = SLOT + "headline/clauses"


def tile(facts: BoardFacts, twin: dict[str, Any], words: Words) -> Tile:
    """Sentence and clauses in the language of the view, each number a figure of the twin."""
    spoken = sentence(facts, words)
    parts = [part for parts in (spoken.line, *spoken.clauses) for part in parts]
    return Tile(
        said={part.figure: said(part) for part in parts if part.figure},
        page={
            "line": plain(spoken.line, twin),
            "clauses": [plain(clause, twin) for clause in spoken.clauses],
        },
    )


def sentence(facts: BoardFacts, words: Words) -> Sentence:
    """What roll wrote, or that nothing was published yet."""
    if facts.state is None:
        return Sentence(line=(Part(text=words.say("headline.nothing_yet")),))
    return getattr(facts.state.headline, words.lang)  # type: ignore[no-any-return]


def said(part: Part) -> Said:
    """A number of the sentence as roll printed it."""
    return part.text, ""


def plain(parts: tuple[Part, ...], twin: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts as JSON: text, and where they are numbers, pointer and door."""
    return [{"text": part.text, "href": way(part, twin), "figure": part.figure} for part in parts]


def way(part: Part, twin: dict[str, Any]) -> str | None:
    """Where a number is taken apart; else what roll gave: the tile it belongs to."""
    found = door(part.figure, twin) if part.figure else None
    return found or part.href


def slots(page: dict[str, Any]) -> dict[str, Figure]:
    """The sentence as it travels in patches: the page rebuilds it when it changes."""
    return {LINE: Figure(page["line"], ""), CLAUSES: Figure(page["clauses"], "")}
