"""34 provinces and two special zones, each on its own cell."""

from vietnam_provinces import Province

from web.tilemap import BRIEF, CELLS, COLUMNS, INSET_NAMES, INSETS, PROVINCES, ROWS, zone_of


def test_every_province_has_a_tile() -> None:
    official = {f"vn.{int(province.code):02d}" for province in Province.iter_all()}
    assert set(PROVINCES) == official
    assert len(official) == 34


def test_no_two_tiles_share_a_cell_and_all_lie_on_the_map() -> None:
    assert len(set(CELLS.values())) == 36
    assert all(0 <= row < ROWS and 0 <= column < COLUMNS for row, column in CELLS.values())


def test_hoang_sa_and_truong_sa_stand_at_sea_beside_their_provinces() -> None:
    assert INSETS == {"vn.48.20333": (9, 5), "vn.56.22736": (13, 5)}
    assert set(INSET_NAMES.values()) == {"Hoàng Sa", "Trường Sa"}
    for code, (row, column) in INSETS.items():
        assert PROVINCES[code.rpartition(".")[0]] == (row, column - 1)


def test_a_special_zone_is_in_its_province_only_where_both_have_tiles() -> None:
    assert zone_of("vn.48.20333", "vn") == "vn.48"
    assert zone_of("vn.48.20333", "vn.48") == "", "on the board of Đà Nẵng it is a unit like others"
    assert zone_of("vn.48.20194", "vn") == ""


def test_brief_names_belong_to_provinces_and_are_brief() -> None:
    assert set(BRIEF) <= set(PROVINCES)
    assert max(map(len, BRIEF.values())) <= 8
