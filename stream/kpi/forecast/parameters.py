"""The constants of the forecast: one record, found by calibration (docs/method-forecast.md)."""

from __future__ import annotations

from msgspec import Struct


class Parameters(Struct, frozen=True, kw_only=True, gc=False):
    """Days are working days. What is added to the logarithm of the time left is said in e-folds.

    The first five are chosen; the others are found by `python -m tests.calibration tune`.
    """

    reports: int = 12
    """Days with a report that count; older ones are forgotten (M4.4)."""
    half_life: float = 20.0
    """Days in which a report loses half its weight in the slope. 10 to 80 do equally well."""
    record_weight: float = 10.0
    """Tasks due after which a lead's own record weighs as much as the usual one (M4.7)."""
    usual_missed: float = 0.2
    """Share of tasks a lead without a record misses."""
    past: float = 1.75
    """How much slower the end comes once the due date has passed: one in ten comes after P90."""

    class_weight: float = 8.4
    """Reports that weigh as much as the pace of the class, which is the planned one."""
    grace: float = 7.5
    """Days by which plan and time left are longer than they look; a due date is no wall."""
    hidden: float = 0.0175
    """Share of the work that is still to do when all of it is said to be done."""
    hold: float = 0.34
    """How much of being ahead or behind lasts, 0..1: the due date takes back the rest."""
    lean: float = -0.334
    """How much sooner than planned the middle task ends, in e-folds."""
    spread: float = 0.25
    """Scale of the logarithm of the time left (logistic)."""
    overdue: float = 2.8
    """Days the time left grows by with each day overdue."""
    answer: float = 86.0
    """Days an unanswered difficulty adds to the work left, …"""
    answer_wait: float = 1.5
    """… and each calendar day it has waited."""
    silence_spread: float = 1.14
    """How many times wider the spread is in silence."""
    record: float = 0.35
    """What the lead's record adds: e-folds for each unit of the log-odds of a missed task."""


PARAMETERS = Parameters()
