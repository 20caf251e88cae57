"""The chips of the header: each programme with its number overdue in this scope."""

from web.compose.facts import BoardFacts
from web.compose.tile import Tile, counted
from web.words import Words


def tile(facts: BoardFacts, words: Words) -> Tile:
    """`programmes/<code>/overdue`."""
    return Tile(
        twin={"programmes": {each.code: {"overdue": each.overdue} for each in facts.programmes}},
        said={
            f"programmes/{each.code}/overdue": counted(each.overdue, words)
            for each in facts.programmes
        },
        page={
            "lines": [
                {
                    "code": each.code,
                    "name": each.name_en if words.lang == "en" else each.name_vi,
                    "href": f"/boards/{facts.path[-1].code}@{each.code}",
                    "here": each.code == facts.programme,
                }
                for each in facts.programmes
            ]
        },
    )
