"""What addresses understand after their question mark, by page; twin and sheet take the same."""

from __future__ import annotations

from typing import Any

from schema.formulas import FIGURES as HISTORIES
from web.compose.parts import ALL, FIGURES_OF_TASKS
from web.compose.units import ORDERS
from web.compose.why import KNOWN
from web.pages.accounts import FIGURES, NAMED
from web.pages.look import THEMES
from web.words import LANGUAGES

Query = tuple[str, dict[str, Any]]
TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
ONE: dict[str, Any] = {"type": "string", "enum": ["1"]}
PATH = {
    "scope": "vn, tw, vn.15, tw.bkhcn, f.A, m.science …; with a programme vn@nq57",
    "code": "Public code of a unit or task.",
    "report": "Id of a report.",
    "name": "Name of a file.",
    "playlist": "nation, central, or the board a wall shows: vn.15, vn@nq57",
}
"""The places in paths."""
LOOK: dict[str, Query] = {
    "lang": ("Language of the page.", {"type": "string", "enum": list(LANGUAGES)}),
    "theme": ("Ground of the page.", {"type": "string", "enum": list(THEMES)}),
}
AFTER: Query = ("Behind this key: what `next` of the page before says.", TEXT)
UNIT: Query = ("What this unit and those under it lead or sent.", TEXT)
EXCEL: Query = ("Sheets with semicolons and a byte order mark.", ONE)
SPAN: dict[str, Query] = {
    "day": ("A whole local day.", DAY),
    "from": ("The close of a local day, or an instant with offset; included.", TEXT),
    "to": ("The same; not included.", TEXT),
}
LIST: dict[str, Query] = LOOK | {"unit": UNIT, "after": AFTER, "excel": EXCEL}
WHY: dict[str, Any] = {"type": "string", "examples": [*sorted(KNOWN), *FIGURES]}
QUERIES: dict[str, dict[str, Query]] = {
    "/boards/{scope}": LOOK,
    "/boards/{scope}/units": LOOK
    | {"order": ("Who comes first.", {"type": "string", "enum": list(ORDERS)}), "excel": EXCEL},
    "/boards/{scope}/tasks": LIST
    | {
        "figure": ("The tasks of this figure.", {"type": "string", "enum": list(FIGURES_OF_TASKS)}),
        "state": (f"States, separated by commas: {', '.join(ALL)}.", TEXT),
        "due": ("A day or `from..to`: open tasks due then.", TEXT),
        "of": ("The figure's numerator alone.", {"type": "string", "enum": ["counted"]}),
    },
    "/boards/{scope}/updates": LIST
    | SPAN
    | {
        "channel": ("How they came.", {"enum": ["connector", "form", "file", "on_behalf"]}),
        "of": ("About the tasks of the scope.", {"type": "string", "enum": ["tasks"]}),
        "subject": ("About one task or indicator.", TEXT),
        "leaf": ("lead~programme~plan~objective~field~post", TEXT),
    },
    "/boards/{scope}/turns": LIST | SPAN | {"leaf": ("As above.", TEXT)},
    "/boards/{scope}/difficulties": LIST
    | {"type": ("Kind of difficulty.", TEXT), "asked_of": ("The body asked.", TEXT)},
    "/boards/{scope}/readings": LIST | {"indicator": ("Code of an indicator.", TEXT)},
    "/boards/{scope}/events": {"figure": ("Pointer of a figure in the board's twin.", TEXT)},
    "/boards/{scope}/history.json": {
        "figure": ("A figure made of counts.", {"type": "string", "enum": list(HISTORIES)}),
        "from": ("A local day, for its close, an instant with offset, or now-7d, now-12h.", TEXT),
        "to": ("The same, or now.", TEXT),
        "bucket": ("Whole days (1d, 7d) or a part of one (10m, 1h); at most 400 points.", TEXT),
        "restated": ("Closes as they are known now.", ONE),
    },
    "/boards/{scope}/why": LOOK
    | {
        "figure": (f"Which figure; also {', '.join(NAMED)} with a code.", WHY),
        "from": ("A local day, for its close, an instant with offset, or now-7d.", TEXT),
        "to": ("A local day, for its close, an instant with offset, or now.", TEXT),
        "excel": EXCEL,
    },
    "/units/{code}": LOOK,
    "/tasks/{code}": LOOK,
    "/report": LOOK | {"unit": ("Who reports.", TEXT), "task": ("About which task.", TEXT)},
    "/ranking": LOOK
    | {
        "league": ("Code of a league.", TEXT),
        "sealed": ("The newest sealed table.", ONE),
        "day": ("The table sealed for this day.", DAY),
        "unit": ("Whose score to lift.", TEXT),
        "excel": EXCEL,
    },
    "/alerts": LOOK | {"unit": ("Whose inbox.", TEXT)},
    "/wall/{playlist}": LOOK,
    "/programmes": LOOK,
    "/method": LOOK,
    "/find": LOOK | {"q": ("A name, with or without marks.", TEXT), "to": ("Where to.", TEXT)},
    "/api/receipts/{report}": {"at": ("`partition:offset,…` as the 202 gave it.", TEXT)},
}
"""By the path of the page."""
