"""A key speaks for its units and those below; what is not a key is denied in words."""

from __future__ import annotations

from datetime import date

import pytest

from schema.demo_key import fingerprint
from schema.unit import Tree, Unit, UnitKind
from tests.web.fakes import ManualClock
from web.keys import KEPT, Denied, Keys, Speaker


def unit(code: str, parent: str | None, kind: UnitKind = "province") -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en="",
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 3, 1),
    )


TREE = Tree([unit("vn", None, "root"), unit("vn.15", "vn"), unit("vn.15.04465", "vn.15")])


class Table:
    """The table of keys, counting how often it is asked."""

    def __init__(self) -> None:
        self.speakers = {fingerprint("good"): Speaker(name="Lào Cai", units=("vn.15",))}
        self.asked = 0

    async def read(self, hash_: bytes) -> Speaker | None:
        self.asked += 1
        return self.speakers.get(hash_)


def test_a_speaker_speaks_for_its_subtree() -> None:
    speaker = Speaker(name="Lào Cai", units=("vn.15",))
    spoken_for = [code for code in TREE.units if speaker.may_speak_for(code, TREE)]
    assert spoken_for == ["vn.15", "vn.15.04465"]
    assert not speaker.may_speak_for("vn.99", TREE)


def test_one_without_units_speaks_for_all() -> None:
    assert Speaker(name="demo").may_speak_for("vn", TREE)


async def test_a_known_key() -> None:
    assert (await Keys(Table().read).speaker("Bearer good")).name == "Lào Cai"
    assert (await Keys(Table().read).speaker("bearer  good ")).name == "Lào Cai"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic good", "good", "Bearer wrong", "Bearer " + "x" * 600]
)
async def test_what_is_no_key(header: str) -> None:
    with pytest.raises(Denied):
        await Keys(Table().read).speaker(header)


async def test_an_answer_is_kept_for_seconds_only() -> None:
    table, clock = Table(), ManualClock()
    keys = Keys(table.read, clock)
    await keys.speaker("Bearer good")
    await keys.speaker("Bearer good")
    assert table.asked == 1
    table.speakers.clear()
    clock.at += KEPT + 1
    with pytest.raises(Denied, match="revoked"):
        await keys.speaker("Bearer good")
