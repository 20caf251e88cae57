"""The sentence a board opens with (screens.md §3): the first rule that holds, in both languages.

H0 (signal lost) is the browser's: only it knows. H1 is judged by reports, and names the units that
owe them. H1 and H5 hold where it is known who was to report and what is at risk. No adjective, and
no cause that arithmetic does not show; a percentage stands beside its denominator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from schema.kpi import Headline, Part, Sentence
from stream.kpi import phrases as say
from stream.kpi.facts import Facts, Spread
from stream.kpi.numerals import Lang
from stream.kpi.phrases import Phrase
from stream.kpi.said import SAID, Names, Said

FEW_OVERDUE = 20
"""Below so many overdue tasks the oldest is named (H4), from here on who holds them (H2, H3)."""
MISSING_SHARE = (1, 5)
"""H1: more than this share of the expected reports is missing."""
MOST_CLAUSES = 3
COMPANIONS = {
    "overdue_rate": "due", "held_share": "held",
    "missing": "reports_missing", "expected": "reports_expected",
}  # fmt: skip
"""What a percentage or a rule rests on stands in the twin, also where it is not printed."""

Line = tuple[Phrase, ...]
Rule = Callable[[Facts], Line | None]


def headline(facts: Facts, names: Names) -> Headline:
    """The sentence, its clauses and its numbers."""
    rule, line = _first(facts)
    clauses = _clauses(rule, facts)
    said = _Pen(facts, names)
    return Headline(
        rule=rule,
        vi=_sentence(said, line, clauses, "vi"),
        en=_sentence(said, line, clauses, "en"),
        numbers=said.numbers(),
    )


def _first(facts: Facts) -> tuple[str, Line]:
    return next((name, line) for name, rule in RULES if (line := rule(facts)) is not None)


def _h1(facts: Facts) -> Line | None:
    part, whole = MISSING_SHARE
    missing = facts.missing
    if missing is None or missing.reports * whole <= missing.reports_expected * part:
        return None
    return (say.MISSING,)


def _h2(facts: Facts) -> Line | None:
    if facts.overdue < FEW_OVERDUE or facts.held is None:
        return None
    return (say.OWN if facts.held.units == (facts.scope,) else say.FEW,)


def _h3(facts: Facts) -> Line | None:
    if facts.overdue < FEW_OVERDUE:
        return None
    over = [say.SPREAD_OVER[_spread_kind(facts, spread)] for spread in facts.spread]
    joined = [piece for phrase in over for piece in (say.AND, phrase)][1:]
    return (say.SPREAD, *joined) if joined else (say.OWN,)


def _spread_kind(facts: Facts, spread: Spread) -> str:
    alone = spread.kind == "province" and spread.of == 1 and len(facts.spread) > 1
    return "itself" if alone else spread.kind


def _h4(facts: Facts) -> Line | None:
    if not facts.overdue or facts.oldest is None:
        return (say.OWN,) if facts.overdue else None
    if not facts.oldest.days_late:
        return (say.OLDEST_NEW,)
    return (say.OLDEST_ONE if facts.overdue == 1 else say.OLDEST_OF,)


def _h5(facts: Facts) -> Line | None:
    risk = facts.at_risk
    if risk is None or not risk.total:
        return None
    return (say.AT_RISK if risk.within_7 else say.AT_RISK_LATER,)


def _h6(facts: Facts) -> Line | None:
    if not facts.due + facts.awaiting:
        return None
    done = say.ALL_CLAIMED if facts.awaiting else say.ALL_DONE
    return (done, say.NEXT) if facts.next_due else (done,)


def _h7(facts: Facts) -> Line | None:
    if not facts.total:
        return (say.NOTHING,)
    return (say.NOT_DUE, say.FIRST) if facts.next_due else (say.NOT_DUE,)


RULES: tuple[tuple[str, Rule], ...] = (
    ("H1", _h1),
    ("H2", _h2),
    ("H3", _h3),
    ("H4", _h4),
    ("H5", _h5),
    ("H6", _h6),
    ("H7", _h7),
)
"""In the order of screens.md §3; the last one always holds."""


def _clauses(rule: str, facts: Facts) -> Sequence[Line]:
    """Line 2: the change in 7 days, the wave, the body most waited for; each only if true."""
    if rule == "H1" or not facts.total:
        return []
    found = (_change(rule, facts), _wave(rule, facts), _waiting(facts))
    return [(phrase,) for phrase in found if phrase is not None][:MOST_CLAUSES]


def _change(rule: str, facts: Facts) -> Phrase | None:
    change = facts.week_change
    if change is None:
        return None
    if rule in ("H2", "H3", "H4"):
        return say.SAME if not change else say.MORE if change > 0 else say.FEWER
    return say.FEWER_OVERDUE if change < 0 else None


def _wave(rule: str, facts: Facts) -> Phrase | None:
    if rule == "H5" or not facts.within_7:
        return None
    return say.WAVE_AT_RISK if facts.at_risk and facts.at_risk.within_7 else say.WAVE


def _waiting(facts: Facts) -> Phrase | None:
    if facts.waiting is None:
        return None
    return say.WAITING_SINCE if facts.waiting.days else say.WAITING


class _Pen:
    """Writes phrases; asks for each place once and remembers the numbers it wrote."""

    def __init__(self, facts: Facts, names: Names) -> None:
        self._facts = facts
        self._names = names
        self._said: dict[str, Said] = {}

    def parts(self, line: Line, lang: Lang) -> tuple[Part, ...]:
        """A line in one language."""
        written: list[Part] = []
        for phrase in line:
            for literal, place in _pieces(getattr(phrase, lang)):
                written.append(self._part(place, lang) if literal is None else literal)
        return tuple(written)

    def numbers(self) -> dict[str, int | float | str | None]:
        """Every number written, and those that belong to them, by the name of its place."""
        for place in COMPANIONS.keys() & self._said.keys():
            self._ask(COMPANIONS[place])
        return {
            place: said.number
            for place, said in sorted(self._said.items())
            if said.number is not None
        }

    def _part(self, place: str, lang: Lang) -> Part:
        said = self._ask(place)
        text = said.vi if lang == "vi" else said.en
        figure = f"headline/{place}" if said.number is not None else None
        return Part(text=text, href=said.href, figure=figure)

    def _ask(self, place: str) -> Said:
        said = self._said.get(place)
        if said is None:
            said = self._said[place] = SAID[place](self._facts, self._names)
        return said


def _sentence(pen: _Pen, line: Line, clauses: Iterable[Line], lang: Lang) -> Sentence:
    return Sentence(
        line=pen.parts(line, lang), clauses=tuple(pen.parts(clause, lang) for clause in clauses)
    )


@cache
def _pieces(template: str) -> Sequence[tuple[Part | None, str]]:
    """A phrase cut at its places: literals ready to use, names of places."""
    cut = re.split(r"\{(\w+)\}", template)
    return [(None, text) if n % 2 else (Part(text=text), "") for n, text in enumerate(cut) if text]
