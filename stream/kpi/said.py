"""What stands at a `{place}` of a headline's phrases: text in both languages, link and number.

One line of :data:`SAID` per place. Numbers appear in the twin as ``headline/<place>``; shares
there are unrounded fractions of 1, dates are ISO days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from schema.fraction import ratio
from stream.kpi import numerals
from stream.kpi.facts import Facts, Spread
from stream.kpi.numerals import share, whole
from stream.kpi.phrases import KINDS


class Names(Protocol):
    """What units are called inside a sentence."""

    def vi(self, code: str) -> str:
        """``tỉnh Lào Cai``, ``Bộ Công Thương``."""
        ...

    def en(self, code: str) -> str:
        """The name in English, in Vietnamese where none is known."""
        ...


class Said(NamedTuple):
    """A piece of a sentence; `number` is None for a name, which is no figure."""

    vi: str
    en: str
    href: str | None = None
    number: int | float | str | None = None


Say = Callable[[Facts, Names], Said]


def _board(facts: Facts, anchor: str) -> str:
    at = f"@{facts.programme}" if facts.programme else ""
    return f"/boards/{facts.scope}{at}#{anchor}"


def _count(read: Callable[[Facts], int], anchor: str) -> Say:
    def say(facts: Facts, names: Names) -> Said:
        number = read(facts)
        return Said(whole(number, "vi"), whole(number, "en"), _board(facts, anchor), number)

    return say


def _day(read: Callable[[Facts], date | None], anchor: str) -> Say:
    def say(facts: Facts, names: Names) -> Said:
        day = read(facts)
        assert day is not None, "a phrase with a day is chosen only where the day is known"
        shown = numerals.day(day)
        return Said(shown, shown, _board(facts, anchor), day.isoformat())

    return say


def _unit(read: Callable[[Facts], str]) -> Say:
    def say(facts: Facts, names: Names) -> Said:
        code = read(facts)
        return Said(names.vi(code), names.en(code), f"/units/{code}")

    return say


def _plural(read: Callable[[Facts], int], one: str, several: str) -> Say:
    def say(facts: Facts, names: Names) -> Said:
        return Said("", one if read(facts) == 1 else several)

    return say


def _rate(facts: Facts, names: Names) -> Said:
    pm = share(facts.overdue, facts.due, 1000)
    vi, en = numerals.permille(pm, "vi"), numerals.permille(pm, "en")
    return Said(vi, en, _board(facts, "partition-title"), ratio(facts.overdue, facts.due))


def _held_share(facts: Facts, names: Names) -> Said:
    held = facts.held.overdue if facts.held else 0
    text = f"{share(held, facts.overdue, 100)}%"
    return Said(text, text, _board(facts, "map"), ratio(held, facts.overdue))


def _holder_kind(facts: Facts, names: Names) -> Said:
    one, several = KINDS[facts.held.kind if facts.held else ""]
    phrase = one if _holders(facts) == 1 else several
    return Said(phrase.vi, phrase.en)


def _holders(facts: Facts) -> int:
    return len(facts.held.units) if facts.held else 0


def _spread(facts: Facts, kind: str) -> Spread:
    empty = Spread(kind=kind, units=0, of=0)
    return next((spread for spread in facts.spread if spread.kind == kind), empty)


def _change(facts: Facts) -> int:
    return abs(facts.week_change or 0)


def _days(facts: Facts) -> int:
    return facts.oldest.days_late if facts.oldest else 0


SAID: Mapping[str, Say] = {
    "missing": _count(lambda f: f.missing.units if f.missing else 0, "partition-title"),
    "expected": _count(lambda f: f.missing.expected if f.missing else 0, "partition-title"),
    "reports_missing": _count(lambda f: f.missing.reports if f.missing else 0, "partition-title"),
    "reports_expected": _count(
        lambda f: f.missing.reports_expected if f.missing else 0, "partition-title"
    ),
    "overdue": _count(lambda f: f.overdue, "urge-title"),
    "total": _count(lambda f: f.total, "partition-title"),
    "due": _count(lambda f: f.due, "partition-title"),
    "overdue_rate": _rate,
    "holders": _count(_holders, "map"),
    "holder_kind": _holder_kind,
    "hold": _plural(_holders, "holds", "hold"),
    "held": _count(lambda f: f.held.overdue if f.held else 0, "map"),
    "held_share": _held_share,
    "provinces": _count(lambda f: _spread(f, "province").units, "map"),
    "provinces_of": _count(lambda f: _spread(f, "province").of, "map"),
    "bodies": _count(lambda f: _spread(f, "central_body").units, "map"),
    "bodies_kind": _plural(
        lambda f: _spread(f, "central_body").units, "central body", "central bodies"
    ),
    "communes": _count(lambda f: _spread(f, "commune").units, "map"),
    "communes_of": _count(lambda f: _spread(f, "commune").of, "map"),
    "others": _count(lambda f: _spread(f, "").units, "map"),
    "others_kind": _plural(lambda f: _spread(f, "").units, "other unit", "other units"),
    "oldest_days": _count(_days, "urge-title"),
    "days": _plural(_days, "day", "days"),
    "oldest_due": _day(lambda f: f.oldest.due if f.oldest else None, "urge-title"),
    "oldest_lead": _unit(lambda f: f.oldest.lead if f.oldest else f.scope),
    "tasks_are": _plural(lambda f: f.overdue, "task is", "tasks are"),
    "at_risk": _count(lambda f: f.at_risk.total if f.at_risk else 0, "wave-title"),
    "at_risk_7": _count(lambda f: f.at_risk.within_7 if f.at_risk else 0, "wave-title"),
    "tasks_at_risk": _plural(lambda f: f.at_risk.total if f.at_risk else 0, "task is", "tasks are"),
    "within_7": _count(lambda f: f.within_7, "wave-title"),
    "tasks_due": _plural(lambda f: f.within_7, "task due", "tasks due"),
    "awaiting": _count(lambda f: f.awaiting, "partition-title"),
    "next_due": _day(lambda f: f.next_due, "wave-title"),
    "week_change": _count(_change, "map"),
    "waiting": _count(lambda f: f.waiting.units if f.waiting else 0, "bottlenecks-title"),
    "waiting_for": _unit(lambda f: f.waiting.body if f.waiting else f.scope),
    "waiting_days": _count(lambda f: f.waiting.days if f.waiting else 0, "bottlenecks-title"),
    "waiting_days_word": _plural(lambda f: f.waiting.days if f.waiting else 0, "day", "days"),
    "units_are": _plural(lambda f: f.waiting.units if f.waiting else 0, "unit is", "units are"),
}
