"""The words of screens in Vietnamese and English: `terms.yaml` and `phrases.yaml`.

Both languages are complete or the program does not start. A phrase may hold `{name}` places; an
English phrase with a third form uses it when `n` is 1. Codes stay English everywhere else.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

LANGUAGES = ("vi", "en")
HERE = Path(__file__).parent


class Words(Struct, frozen=True, kw_only=True):
    """What the screens say in one language."""

    lang: str
    terms: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]

    def term(self, code: str) -> str:
        """The word for a code, as it stands inside a sentence: `overdue` → quá hạn."""
        return self.terms[code]

    def label(self, code: str) -> str:
        """The word for a code with a capital, as it stands alone: `overdue` → Quá hạn."""
        return capital(self.terms[code])

    def say(self, key: str, **values: Any) -> str:
        """A phrase with its places filled."""
        forms = self.phrases[key]
        form = forms[-1] if values.get("n") == 1 else forms[0]
        return form.format(**values)

    def section(self, name: str) -> dict[str, str]:
        """The phrases of a section, as the page's scripts use them."""
        start = name + "."
        return {
            key.removeprefix(start): forms[0]
            for key, forms in self.phrases.items()
            if key.startswith(start)
        }

    def around(self, key: str, **values: Any) -> tuple[str, str]:
        """The words before and after the place `{n}` of a phrase: the figure stands between."""
        before, _, after = self.say(key, n="\0", **values).partition("\0")
        return before, after


def capital(text: str) -> str:
    """The same text with its first letter upper case."""
    return text[:1].upper() + text[1:]


@cache
def words(lang: str) -> Words:
    """The words of a language; raises KeyError for one we do not speak."""
    column = LANGUAGES.index(lang)
    return Words(lang=lang, terms=terms(column), phrases=phrases(column))


def language(asked: str | None) -> str:
    """The language to answer in: the one asked for if we speak it, else Vietnamese."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


@cache
def read(name: str) -> dict[str, dict[str, list[str]]]:
    """A vocabulary file: section → code → [vi, en, en for one]."""
    book: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / name).read_text("utf-8"))
    for section, entries in book.items():
        for code, forms in entries.items():
            if not 2 <= len(forms) <= 3 or not all(isinstance(form, str) for form in forms):
                raise ValueError(
                    f"{name}: {section}.{code}: expected [Vietnamese, English, English for one?]"
                    f" as texts, got {forms!r}; quote what YAML reads as something else"
                )
    return book


def terms(column: int) -> dict[str, str]:
    """code → word in one language."""
    return {
        code: forms[column]
        for entries in read("terms.yaml").values()
        for code, forms in entries.items()
    }


def phrases(column: int) -> dict[str, tuple[str, ...]]:
    """section.key → forms in one language."""
    return {
        f"{section}.{key}": tuple(forms[1:]) if column else (forms[0],)
        for section, entries in read("phrases.yaml").items()
        for key, forms in entries.items()
    }
