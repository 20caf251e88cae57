"""The Vietnamese alphabetical order."""

from __future__ import annotations

from schema.alphabet import sort_key


def test_letters_come_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Ăn", "An", "Ân", "Bê", "Be", "Đà", "Da", "Dy", "Ea", "Đê", "Ô", "O", "Ơ", "Ư", "U"]
    ordered = ["An", "Ăn", "Ân", "Be", "Bê", "Da", "Dy", "Đà", "Đê", "Ea", "O", "Ô", "Ơ", "U", "Ư"]
    assert sorted(names, key=sort_key) == ordered


def test_tones_decide_last() -> None:
    assert sorted(["Má", "Mạ", "Ma", "Mà", "Mã", "Mả"], key=sort_key) == [
        "Ma",
        "Mà",
        "Mả",
        "Mã",
        "Má",
        "Mạ",
    ]
    assert sort_key("Mạ An") < sort_key("Ma Ăn"), "letters of the next word come before tones"


def test_a_shorter_name_comes_before_a_longer_one() -> None:
    assert sorted(["Anh", "An Biên", "An"], key=sort_key) == ["An", "An Biên", "Anh"]


def test_case_and_punctuation_do_not_count() -> None:
    assert sort_key("ĐẮK LẮK") == sort_key("đắk lắk")
    assert sort_key("Ia Dreh") == sort_key("Ia-Dreh")


def test_digits_come_before_letters() -> None:
    assert sort_key("1 Bảo Lộc") < sort_key("An Biên")


def test_the_key_is_ascii_and_composition_does_not_matter() -> None:
    assert sort_key("Đắk Lắk").isascii()
    assert sort_key("Hòa") == sort_key("Ho\u0300a")
