"""The Vietnamese alphabet as a sort key: for lists on screens and for ``ORDER BY … COLLATE "C"``.

No database or operating system of ours is sure to know Vietnamese collation, so the order is
spelt out here: case does not count, đ follows d, ă and â follow a; tones decide last, in the
order of dictionaries (level, falling, dipping-rising, creaky, rising, low).
"""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, not a tone


def _rank(letter: str) -> str:
    """Two characters that sort as the letter does: ``a`` < ``ă`` < ``â`` < ``b``."""
    return f"{_LETTERS.index(letter):02d}"


_RANKS = {letter: _rank(letter) for letter in _LETTERS}
_DIGITS = {digit: f"-{digit}" for digit in "0123456789"}  # before the letters
_WEIGHTS = {**_RANKS, **_DIGITS}
_GAP, _END = "!!", " "  # both before any letter; a name that ends comes before one that goes on


def sort_key(name: str) -> str:
    """A string of ASCII whose byte order is the alphabetical order of `name`.

    Words come first ("An" < "An Biên" < "Anh"), then letters, then tones; punctuation counts as a
    space. ``sort_key("Đắk Lắk") > sort_key("Dray")``.
    """
    letters: list[str] = []
    tones: list[str] = []
    for word in _words(name):
        for letter, tone in word:
            letters.append(_WEIGHTS[letter])
            tones.append(tone)
        letters.append(_GAP)
    return "".join(letters[:-1]) + _END + "".join(tones)


def _words(name: str) -> list[list[tuple[str, str]]]:
    """The words of a name, each a list of (letter, tone digit)."""
    words: list[list[tuple[str, str]]] = [[]]
    for char in unicodedata.normalize("NFC", name.lower()):
        letter, tone = _split(char)
        if letter in _WEIGHTS:
            words[-1].append((letter, tone))
        elif words[-1]:
            words.append([])
    return [word for word in words if word]


def _split(char: str) -> tuple[str, str]:
    """A letter without its tone, and the tone's digit: ``ấ`` → (``â``, ``4``)."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), "0")
    shape = "".join(mark for mark in parts[1:] if mark in _SHAPES)
    return unicodedata.normalize("NFC", parts[0] + shape), tone
