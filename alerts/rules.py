"""Rules as records, read from ``rules.toml``; a bad one is refused, naming it and what is wrong.

Pure but for `shipped`, which reads the file that comes with the package. Who calls: ``alerts.app``.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from alerts.reason import LEAVING, Reason
from schema.alert import Severity
from schema.errors import NhipError
from schema.states import Sign, State

RANK = tuple(Severity)
"""Severities from quiet to urgent."""


class RuleError(NhipError):
    """A file of rules cannot be used."""


class Office(StrEnum):
    """Whom a step of a ladder speaks to."""

    LEAD = "lead"
    HEAD = "head"
    PARENT = "parent"
    IN_CHARGE = "in_charge"
    STANDING_OFFICE = "standing_office"


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in both languages."""

    vi: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]


class Because(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for what an early warning stands on: ``{because}`` in the text of a rule."""

    forecast: Words
    silence: Words


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a ladder; `day` counts from T: calendar days before, working days after."""

    day: Annotated[int, Meta(ge=-365, le=365)]
    to: Office
    severity: Severity


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What we warn about: while the task is in one of `states`, up a ladder of steps.

    With `signs` it holds only under one of these; `keeps` are signs under which what is open stays.
    """

    name: Annotated[str, Meta(pattern="^[a-z][a-z_]{0,31}$")]
    why: Annotated[str, Meta(min_length=20)]
    states: Annotated[frozenset[State], Meta(min_length=1)]
    signs: frozenset[Sign] = frozenset()
    keeps: frozenset[Sign] = frozenset()
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    text: Words


class Parameters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of the method that all rules share."""

    history_after_hours: Annotated[int, Meta(ge=0)] = 48
    reopen_within_days: Annotated[int, Meta(ge=0)] = 7
    step_hour: Annotated[int, Meta(ge=0, le=23)] = 8
    standing_office: str = "tw.vptw"

    @property
    def history_after(self) -> timedelta:
        """A standing older than this when published is history."""
        return timedelta(hours=self.history_after_hours)

    @property
    def reopen_within(self) -> timedelta:
        """How long after its end an alert may go on as the same one."""
        return timedelta(days=self.reopen_within_days)


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything in a file of rules."""

    parameters: Parameters = Parameters()
    rule: Annotated[tuple[Rule, ...], Meta(min_length=1)]
    because: Because
    resolved: dict[Reason, Words]

    def named(self, name: str) -> Rule:
        """The rule of this name."""
        return next(rule for rule in self.rule if rule.name == name)


def parse(text: str) -> Rules:
    """The rules in this TOML.

    Raises RuleError with the path and the reason of the first fault.
    """
    try:
        rules = msgspec.convert(tomllib.loads(text), Rules)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"rules cannot be used: {error}") from error
    for fault in _faults(rules):
        raise RuleError(f"rules cannot be used: {fault}")
    return rules


@cache
def shipped() -> Rules:
    """The rules that come with Nhịp."""
    return parse(files("alerts").joinpath("rules.toml").read_text("utf-8"))


def _faults(rules: Rules) -> list[str]:
    names = [rule.name for rule in rules.rule]
    faults = [f"two rules are named {name!r}" for name in set(names) if names.count(name) > 1]
    for rule in rules.rule:
        faults += _ladder_faults(rule)
        faults += _text_faults(f"rule {rule.name}", rule.text, _IN_RULES)
    for words in (rules.because.forecast, rules.because.silence):
        faults += _text_faults("because", words, _IN_REASONS)
    missing = sorted(LEAVING - set(rules.resolved))
    return faults + [f"expected words under [resolved] for {reason}" for reason in missing]


def _ladder_faults(rule: Rule) -> list[str]:
    return [
        f"rule {rule.name}: step T{later.day:+} must be after T{step.day:+} and as severe or more"
        for step, later in pairwise(rule.steps)
        if later.day <= step.day or RANK.index(later.severity) < RANK.index(step.severity)
    ]


_IN_RULES = ("title", "unit", "due", "days_late", "days_left", "because")
_IN_REASONS = ("chance", "finish", "foreseen", "reports", "reported")


def _text_faults(whose: str, words: Words, known: tuple[str, ...]) -> list[str]:
    faults = []
    for language, text in (("vi", words.vi), ("en", words.en)):
        try:
            text.format_map(dict.fromkeys(known, ""))
        except (KeyError, ValueError, IndexError) as error:
            faults.append(f"{whose}: text {language} may name {', '.join(known)}; got {error}")
    return faults
