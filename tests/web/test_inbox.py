"""An inbox is shown whole once and then by what came and went."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from schema.unit import Tree, Unit, UnitKind
from tests.web.fakes import FakePool, ListWire, ManualClock, viewer
from web.hub import Hub
from web.inbox import Inbox, Inboxes, Standing, _touch, inboxes, read

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)


def row(identity: str, **fields: Any) -> tuple[Any, ...]:
    given = {
        "rule": "overdue",
        "subject": "vn.15.t0001",
        "unit": "vn.15",
        "severity": "critical",
        "state": "open",
        "reason": "opened",
        "opened_at": AT,
        "changed_at": AT,
        "due": date(2026, 11, 20),
        "owner": "",
        "facts": {"title": "Phủ sóng 5G"},
        "text": None,
    } | fields
    return (identity, *given.values())


def standing(identity: str, **fields: Any) -> Standing:
    return Standing(*row(identity, **fields))


def inbox(*alerts: Standing) -> Inbox:
    return Inbox("vn.15", "b.1", FakePool({}).as_pool(), list(alerts))


def test_a_newcomer_sees_all() -> None:
    (frame,) = inbox(standing("a"), standing("b")).newcomer()
    message = json.loads(frame.payload)
    assert (message["t"], message["e"], message["s"], message["d"]) == ("s", "b.1", 0, None)
    assert [alert["id"] for alert in message["i"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("secrecy", "title"),
    [({}, "Phủ sóng 5G"), ({"secrecy": "none"}, "Phủ sóng 5G"), ({"secrecy": "secret"}, "")],
)
async def test_of_a_secret_task_the_title_stays_in_the_house(
    secrecy: dict[str, str], title: str
) -> None:
    facts = {"title": "Phủ sóng 5G", "days_late": 3} | secrecy
    (alert,) = await read(FakePool({"from alert a": [row("a", facts=facts)]}).as_pool(), "vn.15")
    assert alert.facts == {"title": title, "days_late": 3} | secrecy


def test_a_patch_tells_what_came_changed_and_went() -> None:
    view = inbox(standing("a"), standing("b"))
    frame = view.publish([standing("b", state="acked"), standing("c")], 7.0)
    assert frame is not None
    message = json.loads(frame.payload)
    assert (message["t"], message["s"], message["ts"]) == ("p", 1, 7.0)
    assert [alert["id"] for alert in message["i"]["put"]] == ["b", "c"]
    assert message["i"]["gone"] == ["a"]


def test_nothing_new_is_no_patch() -> None:
    assert inbox(standing("a")).publish([standing("a")], 1.0) is None


def test_as_of_is_the_newest_change() -> None:
    later = AT.replace(hour=9)
    assert inbox(standing("a"), standing("b", changed_at=later)).as_of == later.isoformat()


async def test_the_hub_shows_inboxes_of_units_that_exist() -> None:
    pool = FakePool({"from alert": [row("a")]})
    hub = inboxes(pool.as_pool(), lambda unit: unit == "vn.15", "b", ManualClock())
    wire = ListWire()
    assert await hub.join("vn.77", viewer(wire), "", -1) is None
    assert await hub.join("vn.15", viewer(wire), "", -1) is not None
    assert [alert["id"] for alert in wire.messages[0]["i"]] == ["a"]
    assert pool.executed[0][1]["unit"] == "vn.15"
    await hub.close()


def unit(code: str, parent: str | None, kind: UnitKind) -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en="",
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 3, 1),
    )


TREE = Tree([unit("vn", None, "root"), unit("vn.15", "vn", "province"), unit("tw", "vn", "root")])


class Touched:
    """A hub that notes which of its inboxes were touched."""

    def __init__(self) -> None:
        self.units: list[str] = []

    def touch(self, moved: Any) -> None:
        self.units = [unit for unit in ("vn", "vn.15", "tw", "m.ptt") if moved(unit)]


@pytest.mark.parametrize(
    ("hint", "units"),
    [
        ({"to": "vn.15", "id": "x"}, ["vn", "vn.15"]),
        ({"to": "m.ptt"}, ["m.ptt"]),
        ({"id": "x"}, []),
    ],
)
def test_a_hint_touches_the_inbox_and_those_above(hint: dict[str, str], units: list[str]) -> None:
    hub = Touched()
    _touch(hub, TREE, msgspec.json.encode(hint))  # type: ignore[arg-type]
    assert hub.units == units
    assert Inboxes == Hub[str, Inbox]
