"""Three up, three down; what is not known moved nowhere."""

import msgspec

from tests.web.country import nation
from web.compose.facts import BoardFacts
from web.compose.movers import tile
from web.words import words

VI = words("vi")


def moved(changes: list[int | None]) -> BoardFacts:
    """The nation, its provinces with these changes; the others did not move."""
    facts = nation()
    children = []
    for n, child in enumerate(facts.children):
        now = child.state.counts["overdue"] if child.state else 0
        change = changes[n] if n < len(changes) else 0
        before = None if change is None else now - change
        children.append(msgspec.structs.replace(child, overdue_24h_ago=before))
    return msgspec.structs.replace(facts, children=tuple(children))


def test_the_furthest_first_three_each_way() -> None:
    twin = tile(moved([1, -2, 5, 2, -1, 3, None]), VI).twin["movers"]
    assert [each["change"] for each in twin["up"]] == [5, 3, 2]
    assert [each["change"] for each in twin["down"]] == [-2, -1]


def test_signs_are_printed() -> None:
    said = tile(moved([2, -1]), VI).said
    assert said["movers/up/0/change"][0] == "+2"
    assert said["movers/down/0/change"][0] == "\N{MINUS SIGN}1"


def test_special_zones_and_groups_are_in_somebody_else() -> None:
    facts = nation()
    many = msgspec.structs.replace(
        facts,
        children=tuple(
            msgspec.structs.replace(c, overdue_24h_ago=0 if c.state else None)
            for c in facts.children
            if c.special_zone_of or c.place.code == "tw"
        ),
    )
    assert tile(many, VI).twin["movers"] == {"since": None, "up": [], "down": []}


def test_no_change_and_no_history_are_two_sentences() -> None:
    assert tile(moved([]), VI).slots["movers/none"] == VI.say("empty.movers")
    assert tile(moved([None] * 99), VI).slots["movers/none"] == VI.say("empty.movers_unknown")


def test_a_young_system_compares_with_the_day_close_and_says_so() -> None:
    facts = moved([None] * 99)
    children = tuple(
        msgspec.structs.replace(
            child,
            state=msgspec.structs.replace(
                child.state, yesterday=child.state.counts | {"overdue": 0}
            ),
        )
        if child.state
        else child
        for child in facts.children
    )
    made = tile(msgspec.structs.replace(facts, children=children), VI)
    assert made.twin["movers"]["since"] == "yesterday"
    assert made.slots["movers/title"] == VI.say("movers.since_yesterday")
    assert made.twin["movers"]["up"][0]["change"] == 17
