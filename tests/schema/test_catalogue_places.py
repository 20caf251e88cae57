"""Provinces and communes with their official codes."""

from __future__ import annotations

from collections import Counter

from schema.catalogue_places import HOANG_SA, TRUONG_SA, province_code, vietnam_provinces
from schema.unit import Tree, Unit

UNITS, LEAGUES = vietnam_provinces()


def by_code(code: str) -> Unit:
    return next(unit for unit in UNITS if unit.code == code)


def test_there_are_34_provinces_and_3321_communes() -> None:
    assert Counter(unit.kind for unit in UNITS) == {"province": 34, "commune": 3321}
    assert len({unit.code for unit in UNITS}) == 3355


def test_codes_are_the_official_ones_zero_padded() -> None:
    assert province_code(1) == "vn.01"
    assert by_code("vn.15").name_vi == "Tỉnh Lào Cai"
    assert by_code("vn.15.04465").parent == "vn.15"
    assert by_code("vn.79").short_vi == "TP.HCM"
    assert by_code("vn.01").name_en == "Hà Nội City"


def test_hoang_sa_and_truong_sa_are_special_zones_of_da_nang_and_khanh_hoa() -> None:
    hoang_sa, truong_sa = by_code(HOANG_SA), by_code(TRUONG_SA)
    assert (hoang_sa.name_vi, hoang_sa.parent) == ("Đặc khu Hoàng Sa", "vn.48")
    assert (truong_sa.name_vi, truong_sa.parent) == ("Đặc khu Trường Sa", "vn.56")
    assert hoang_sa.name_en == "Hoàng Sa special zone"


def test_communes_are_ranked_within_their_province() -> None:
    assert len(LEAGUES) == 35
    assert {unit.league for unit in UNITS} <= {league.code for league in LEAGUES}
    assert by_code("vn.15.04465").league == "communes.vn.15"


def test_provinces_come_in_alphabetical_order_by_their_bare_names() -> None:
    names = [
        UNIT.short_vi for UNIT in sorted(UNITS, key=lambda u: u.sort_key) if UNIT.kind == "province"
    ]
    assert names[:9] == [
        "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên",
        "Đồng Nai",
    ]  # fmt: skip
    assert names.index("TP.HCM") == names.index("Hưng Yên") - 2, "as Hồ Chí Minh, before Huế"


def test_each_commune_lies_in_a_province() -> None:
    tree = Tree(UNITS)
    assert all(tree.top(unit.code) == unit.code[:5] for unit in UNITS)
