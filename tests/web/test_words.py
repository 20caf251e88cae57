"""Both languages are complete; what stands in a phrase stands in its translation."""

import string

import pytest

from schema.states import PARTITION, WITHDRAWN, Sign
from schema.update import KINDS
from web.words import capital, language, read, words

FILES = ("terms.yaml", "phrases.yaml")
ENTRIES = [
    (name, section, code, forms)
    for name in FILES
    for section, entries in read(name).items()
    for code, forms in entries.items()
]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("name", "section", "code", "forms"), ENTRIES)
def test_every_form_is_said_with_the_same_places(
    name: str, section: str, code: str, forms: list[str]
) -> None:
    assert all(form.strip() for form in forms)
    assert {frozenset(places(form)) for form in forms} == {frozenset(places(forms[0]))}


def test_every_state_sign_and_kind_has_a_word() -> None:
    for lang in ("vi", "en"):
        spoken = words(lang)
        for code in (*PARTITION, *WITHDRAWN, *Sign):
            assert spoken.label(code.value)
        for kind in KINDS:
            assert spoken.say("kind." + kind.replace(".", "_"))


def test_one_and_many_in_english() -> None:
    assert words("en").say("line.left", n=1) == "1 day left"
    assert words("en").say("line.left", n=2) == "2 days left"
    assert words("vi").say("line.left", n=1) == "còn 1 ngày"


def test_the_words_around_a_figure() -> None:
    assert words("vi").around("urge.overdue") == ("quá hạn ", " ngày")
    assert words("en").around("urge.overdue") == ("", " working days late")


def test_no_word_that_blames() -> None:
    """screens.md §6: never "kém nhất", "yếu"."""
    said = [form.lower() for _, _, _, forms in ENTRIES for form in forms]
    assert not [form for form in said for bad in ("kém", "yếu", "worst") if bad in form]


def test_a_section_for_scripts() -> None:
    assert "{time}" in words("vi").section("page")["lost"]


def test_an_unknown_language_is_answered_in_vietnamese() -> None:
    assert [language(asked) for asked in ("en", "vi", "fr", None, "")] == ["en", *["vi"] * 4]


def test_capitals_keep_the_rest() -> None:
    assert capital("đang chờ TP.HCM") == "Đang chờ TP.HCM"
    assert capital("") == ""
