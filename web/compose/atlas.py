"""The children of a scope as tiles: the province map of the nation, a heat table everywhere else.

A tile shows the number overdue and is signed by `web.compose.sign`; the other measures wait in it
for the reader's choice. A child without tasks has no figures, only —.
"""

from typing import Any
from zlib import crc32

from schema.figures import due, total
from schema.fraction import ratio
from schema.quality import dq
from web.compose import doors
from web.compose.facts import BoardFacts, Child, Place
from web.compose.names import full_name, short_name
from web.compose.sign import unit_sign
from web.compose.tile import Said, Tile, counted, decimal, shared
from web.formats import NONE, signed
from web.tilemap import BRIEF, CELLS, INSET_NAMES, INSETS, PROVINCES
from web.words import Words

MEASURES = ("value", "due_soon", "on_time_rate", "dq")
"""What the reader may choose to see: overdue, due soon, on-time rate, data quality."""


def tile(facts: BoardFacts, words: Words) -> Tile:
    """One entry a child under `map`, in the order they are read."""
    children = sorted(with_insets(facts), key=lambda child: order(child, facts))
    entries = {child.place.code: entry(child) for child in children}
    said: dict[str, Said] = {}
    for code, values in entries.items():
        said |= sayings(code, values, words)
    return Tile(
        twin={"map": entries},
        said=said,
        slots={"map/key": key(entries)}
        | {f"map/{code}/word": word(entries[code]["sign"], words) for code in entries},
        page={
            "tiles": [place(child, words, way(child, facts)) for child in children],
            "atlas": is_atlas(facts),
        },
    )


def key(entries: dict[str, Any]) -> str:
    """Changes when the set of tiles does: the page then fetches the tile anew."""
    return f"{crc32(' '.join(sorted(entries)).encode()):08x}"


def with_insets(facts: BoardFacts) -> tuple[Child, ...]:
    """On the map of the country Hoàng Sa and Trường Sa always have their places."""
    known = {child.place.code for child in facts.children}
    missing = [code for code in INSETS if code not in known] if is_atlas(facts) else []
    return facts.children + tuple(inset(code) for code in missing)


def inset(code: str) -> Child:
    """A special zone of which nothing is known yet."""
    name = INSET_NAMES[code]
    place = Place(code=code, kind="commune", name_vi=f"Đặc khu {name}", name_en=name, short_vi=name)
    return Child(place=place, state=None, special_zone_of=code.rpartition(".")[0])


def is_atlas(facts: BoardFacts) -> bool:
    """Whether the children are the provinces of the country."""
    return facts.path[-1].kind == "root" and any(
        child.place.code in PROVINCES for child in facts.children
    )


def order(child: Child, facts: BoardFacts) -> tuple[Any, ...]:
    """On the map north to south; in the heat table the most overdue first, then by name."""
    cell = CELLS.get(child.place.code)
    if cell is not None and is_atlas(facts):
        return (0, *cell)
    return (1, -overdue(child), child.place.sort_key, child.place.code)


def overdue(child: Child) -> int:
    """Number overdue; -1 for a child of whom nothing is known."""
    return child.state.counts["overdue"] if held(child) and child.state else -1


def once(facts: BoardFacts) -> list[Child]:
    """Each task once: a special zone beside its province is counted in it."""
    return [child for child in facts.children if not child.special_zone_of]


def held(child: Child) -> bool:
    """Whether the child holds any task."""
    return child.state is not None and total(child.state.counts) > 0


def entry(child: Child) -> dict[str, Any]:
    """A child's figures in the twin."""
    sign = unit_sign(child.state.counts if child.state else None, silent=child.silent)
    if not held(child) or child.state is None:
        return {
            "value": None,
            "total": None,
            "due_soon": None,
            "on_time_rate": None,
            "due": None,
            "dq": None,
            "change_24h": None,
        } | {"sign": sign.value}
    counts, score = child.state.counts, dq(child.state.quality)
    return {
        "value": counts["overdue"],
        "total": total(counts),
        "due_soon": counts["due_soon"],
        "on_time_rate": ratio(counts["done_on_time"], due(counts)),
        "due": due(counts),
        "dq": None if score is None else float(score),
        "change_24h": moved_by(child, counts["overdue"]),
        "sign": sign.value,
    }


def sayings(code: str, values: dict[str, Any], words: Words) -> dict[str, Said]:
    """How a child's figures are printed; the first carries the sign of the tile."""
    return {
        f"map/{code}/value": counted(values["value"], words, values["sign"]),
        f"map/{code}/total": counted(values["total"], words),
        f"map/{code}/due_soon": counted(values["due_soon"], words),
        f"map/{code}/on_time_rate": shared(values["on_time_rate"], words),
        f"map/{code}/due": counted(values["due"], words),
        f"map/{code}/dq": decimal(values["dq"], words, 2),
        f"map/{code}/change_24h": change(values["change_24h"], words),
    }


def moved_by(child: Child, now: int) -> int | None:
    """Number overdue now less that of 24 hours ago; None where nothing is known of then."""
    return None if child.overdue_24h_ago is None else now - child.overdue_24h_ago


def change(value: int | None, words: Words) -> Said:
    """A change with its sign."""
    return (NONE, "none") if value is None else (signed(value, words.lang), "")


def word(sign: str, words: Words) -> str:
    """The sign in words, for those who do not see it."""
    return words.label(sign)


def way(child: Child, facts: BoardFacts) -> str:
    """A unit's tile leads to its board; on that of a field or post to what the unit holds of it."""
    scope = facts.path[-1]
    if scope.kind in ("field", "post"):
        twin = {"scope": scope.code, "programme": facts.programme}
        return doors.place(child.place.code, doors.OVERDUE, twin)
    return f"/boards/{child.place.code}"


def place(child: Child, words: Words, href: str) -> dict[str, Any]:
    """What the template needs of a child beside its figures."""
    cell = CELLS.get(child.place.code)
    return {
        "code": child.place.code,
        "name": full_name(child.place, words),
        "short": short_name(child.place, words),
        "brief": BRIEF.get(child.place.code),
        "href": href,
        "row": cell[0] + 1 if cell else None,
        "column": cell[1] + 1 if cell else None,
        "inset": bool(child.special_zone_of),
    }
