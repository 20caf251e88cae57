import re

from stream.kpi import phrases
from stream.kpi.phrases import KINDS, SPREAD_OVER, Phrase
from stream.kpi.said import SAID

ALL = [value for value in vars(phrases).values() if isinstance(value, Phrase)]


def test_every_place_can_be_said() -> None:
    for phrase in (*ALL, *SPREAD_OVER.values()):
        for text in phrase:
            assert set(re.findall(r"\{(\w+)\}", text)) <= SAID.keys(), text


def test_both_languages_print_the_same_numbers() -> None:
    words = {"holder_kind", "hold", "days", "tasks_are", "tasks_at_risk", "tasks_due"}
    words |= {"units_are", "waiting_days_word", "bodies_kind", "others_kind"}
    for phrase in (*ALL, *SPREAD_OVER.values()):
        vi, en = (set(re.findall(r"\{(\w+)\}", text)) - words for text in phrase)
        assert vi == en, phrase


def test_kinds_have_a_word_for_one_and_for_several() -> None:
    assert {kind for kind in SPREAD_OVER if kind != "itself"} == set(KINDS)
