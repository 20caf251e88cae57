from datetime import date

import pytest

from stream.kpi.numerals import day, permille, share, whole


def test_thousands_are_marked_as_each_language_does() -> None:
    assert (whole(1_234_567, "vi"), whole(1_234_567, "en")) == ("1.234.567", "1,234,567")
    assert whole(999, "vi") == "999"


@pytest.mark.parametrize(
    ("part", "of", "expected"),
    [
        (104, 705, "14,8%"),
        (16_051, 16_274, "98,6%"),
        (223, 16_274, "1,4%"),
        (1, 2000, "0,1%"),  # half up
        (0, 7, "0,0%"),
        (7, 7, "100,0%"),
    ],
)
def test_shares_are_rounded_half_up(part: int, of: int, expected: str) -> None:
    assert permille(share(part, of, 1000), "vi") == expected
    assert permille(share(part, of, 1000), "en") == expected.replace(",", ".")


def test_whole_percent() -> None:
    assert share(43, 104, 100) == 41
    assert share(3, 0, 100) == 0, "no sentence may end the roll"


def test_days() -> None:
    assert day(date(2026, 11, 8)) == "08/11/2026"
