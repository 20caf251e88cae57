"""Names in two languages."""

from web.compose.facts import Place
from web.compose.names import full_name, short_name
from web.words import words

VI, EN = words("vi"), words("en")
MINISTRY = Place(
    code="tw.btc", kind="central_body", name_vi="Bộ Tài chính", name_en="Ministry of Finance"
)
ROOT = Place(code="vn", kind="root", name_vi="Toàn quốc", name_en="Việt Nam", short_vi="Cả nước")


def test_titles_have_the_gloss_tiles_keep_the_name() -> None:
    assert full_name(MINISTRY, EN) == "Ministry of Finance"
    assert short_name(MINISTRY, EN) == "Bộ Tài chính"


def test_groups_are_said_in_english() -> None:
    assert (short_name(ROOT, EN), short_name(ROOT, VI)) == ("Việt Nam", "Cả nước")


def test_a_unit_without_a_gloss_keeps_its_name() -> None:
    plain = Place(code="vn.15", kind="province", name_vi="Tỉnh Lào Cai", name_en="")
    assert full_name(plain, EN) == short_name(plain, EN) == "Tỉnh Lào Cai"
