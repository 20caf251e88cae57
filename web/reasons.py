"""Reasons of the fold in the language of the reader.

The fold writes English sentences with codes in them; the section `reason` of the phrases holds each
with its Vietnamese. A sentence nobody translated is shown as it came: better than nothing said.
"""

import re
from functools import cache

from web.words import words

PLACE = re.compile(r"\\\{(\w+)\\\}")  # {name} after re.escape


def in_words(reason: str | None, lang: str) -> str | None:
    """`reason` in the language `lang`."""
    if reason is None or lang == "en":
        return reason
    for pattern, phrase in patterns():
        if found := pattern.fullmatch(reason):
            return phrase.format(**found.groupdict())
    return reason


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each English sentence as a pattern, with the Vietnamese one."""
    return tuple((as_pattern(english), vietnamese) for english, vietnamese in pairs())


def pairs() -> list[tuple[str, str]]:
    """(English, Vietnamese) of every reason; scripts use them too."""
    vietnamese = words("vi").section("reason")
    return [(english, vietnamese[key]) for key, english in words("en").section("reason").items()]


def as_pattern(sentence: str) -> re.Pattern[str]:
    """`{a}` stands for any text."""
    return re.compile(PLACE.sub(r"(?P<\1>.+)", re.escape(sentence)))
