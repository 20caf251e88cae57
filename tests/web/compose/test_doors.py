"""Each figure of a board leads to what it is made of."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.country import nation
from web.compose.board import board_view
from web.compose.doors import door, doors
from web.pages.asked import asked_of

VIEW = board_view(nation(), "vi")
WITHOUT = (
    "as_of",
    "feed",
    "headline/",
    "quality/",
    "pulse/",
    "wave/highest",
    "notable/",
    "windows/",
)
"""What the page needs to judge itself; sentences (each number leads to a figure or a tile)."""


def test_every_figure_of_a_board_is_a_door() -> None:
    shown = [pointer for pointer in VIEW.figures if not pointer.startswith("~")]
    ways = doors(VIEW.figures, VIEW.twin)
    assert [p for p in shown if p not in ways and not p.startswith(WITHOUT)] == []


def test_each_door_opens_on_this_site_and_asks_what_lists_understand() -> None:
    for pointer, address in doors(VIEW.figures, VIEW.twin).items():
        assert address.startswith(("/", "#")) and "//" not in address, pointer
        parts = urlsplit(address)
        if parts.path.endswith("/tasks"):
            asked_of({name: values[0] for name, values in parse_qs(parts.query).items()})


@pytest.mark.parametrize(
    ("pointer", "address"),
    [
        ("planning/overdue_rate", "/boards/vn/tasks?figure=planning/overdue_rate"),
        ("difficulties_open", "/boards/vn/difficulties"),
        ("headline/missing", "/units/vn#quality"),
        ("headline/expected", "/units/vn#quality"),
        ("headline/week_change", "/boards/vn/why?figure=planning/states/overdue"),
        ("headline/held", "/boards/vn/tasks?figure=planning/states/overdue"),
        ("map/vn.15/on_time_rate", "/boards/vn.15/tasks?figure=planning/on_time_rate"),
        ("programmes/nq57/overdue", "/boards/vn@nq57/tasks?figure=planning/states/overdue"),
        ("strategic/index", "/boards/vn/readings"),
        ("windows/today/automatic", "/boards/vn/updates?channel=connector"),
        ("index", "#tiers"),
        ("wave/highest", None),
        ("wave/days/1/behind", "/boards/vn/tasks?due=2026-11-23&sign=behind"),
        ("wave/days/1/on_course", "/boards/vn/tasks?due=2026-11-23"),
        ("wave/at_risk", "/boards/vn/tasks?due=2026-11-22..2026-12-21&sign=at_risk"),
        ("risk/behind", "/boards/vn/tasks?figure=risk/behind"),
        ("nothing/of/this", None),
    ],
)
def test_where_a_figure_leads(pointer: str, address: str | None) -> None:
    assert door(pointer, VIEW.twin) == address


def test_the_tile_of_a_unit_on_the_board_of_a_field_leads_to_what_it_holds_of_it() -> None:
    twin = {"scope": "f.A", "programme": "nq57"}
    assert door("map/vn.15/value", twin) == (
        "/boards/f.A@nq57/tasks?figure=planning/states/overdue&unit=vn.15"
    )


def test_a_week_of_the_wave_leads_to_its_days() -> None:
    first = VIEW.twin["wave"]["weeks"][1]
    address = door("wave/weeks/1/due", VIEW.twin)
    assert address is not None and f"due={first['from']}.." in address


def test_doors_of_rows_that_may_change_travel_with_patches() -> None:
    assert VIEW.figures["~door/bottlenecks/0/units_waiting"].text.startswith("/boards/vn/diff")


def test_data_quality_leads_to_the_page_of_the_unit() -> None:
    unit = {"scope": "vn.15", "programme": ""}
    assert door("quality/dq", unit) == "/units/vn.15#quality"
    assert door("quality/dq", {"scope": "vn.15", "programme": "nq57"}) is None
    assert door("quality/live", {"scope": "f.A", "programme": ""}) is None
    assert door("map/vn.38/dq", {"scope": "vn", "programme": ""}) == "/units/vn.38#quality"
