"""What a day close keeps beside the integers: found on the shelf it was put on, as it was."""

from __future__ import annotations

from datetime import date

from schema.close import SHELVES, Tiers, decode, encode, label, pack, shelf_of, unpack
from schema.kpi import Operational
from schema.strategic import Strategic

TIERS = Tiers(
    operational=Operational(
        pv=10, ev=7, whole=20, es_num=3, es_den=2, at=4, pd=9,
        start=date(2026, 1, 5), finish=date(2026, 12, 1),
    ),
    strategic=Strategic(
        day=date(2026, 11, 20), index=(4, 5), coverage=(1, 2), indicators=3, judged=2
    ),
)  # fmt: skip


def test_a_shelf_gives_back_what_was_put_on_it() -> None:
    shelf = {label("vn", ""): TIERS, label("vn", "nq57"): Tiers()}
    assert unpack(pack(shelf)) == shelf
    assert set(shelf) == {"vn@", "vn@nq57"}


def test_an_exact_fraction_may_be_longer_than_a_machine_word() -> None:
    long = Strategic(day=date(2026, 11, 20), index=(7**40, 11**40))
    shelf = {label("vn", ""): Tiers(strategic=long)}
    assert unpack(pack(shelf)) == shelf
    assert decode(encode(shelf["vn@"])) == shelf["vn@"]


def test_beside_a_value_of_the_history_it_is_json() -> None:
    assert decode(encode(TIERS)) == TIERS


def test_the_shelf_of_a_scope_never_moves() -> None:
    assert [shelf_of(code) for code in ("vn", "vn.15", "tw.bkhcn")] == [16, 57, 44]
    assert {shelf_of(f"vn.15.{n:05d}") for n in range(3_000)} == set(range(SHELVES))
