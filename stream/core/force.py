"""Readings and targets in force of one indicator and unit: a function of what is accepted.

Per period the last reading in order stands (Q56); of the targets those of the highest version, per
day the last in order. Values keep the decimal digits they were sent with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from schema.update import IndicatorReading, TargetSet
from stream.core.entry import Entry
from stream.kpi.strategic.facts import Reading, Subject, Target
from stream.kpi.strategic.facts import in_force as targets_in_force


class Force(Struct, frozen=True, kw_only=True, gc=False):
    """All that is in force of one indicator and unit."""

    subject: Subject
    readings: tuple[Reading, ...] = ()
    """By period."""
    targets: tuple[Target, ...] = ()
    """By day."""


def names_indicator(subject: str) -> bool:
    """Whether updates folded with this subject speak of an indicator and unit: ``A01@vn.15``."""
    return "@" in subject


def in_force(
    subject: str, accepted: Iterable[Entry], marks: Mapping[str, tuple[str, ...]]
) -> Force:
    """What of the accepted updates of a subject is in force; `marks` by update id."""
    indicator, _, unit = subject.partition("@")
    readings: dict[str, Reading] = {}
    targets: list[Target] = []
    for entry in sorted(accepted, key=lambda one: one.key):
        match entry.update:
            case IndicatorReading(period=period) as update:
                readings[period] = _reading(entry, update, marks.get(entry.id, ()))
            case TargetSet() as update:
                targets.append(_target(update))
            case _:
                pass
    return Force(
        subject=Subject(indicator, unit),
        readings=tuple(readings[period] for period in sorted(readings)),
        targets=targets_in_force(targets),
    )


def _reading(entry: Entry, update: IndicatorReading, marks: tuple[str, ...]) -> Reading:
    return Reading(
        period=update.period,
        occurred_at=update.occurred_at,
        known_at=entry.known_at,
        update=entry.id,
        source_seq=update.source_seq or 0,
        value=_decimal(update.value),
        num=_decimal(update.num),
        den=_decimal(update.den),
        n=update.n,
        edition=update.edition,
        marks=marks,
    )


def _target(update: TargetSet) -> Target:
    way = sorted((point.date, Decimal(repr(point.value))) for point in update.trajectory)
    return Target(
        on=update.date,
        value=Decimal(repr(update.value)),
        version=update.version or 0,
        shape=update.shape,
        trajectory=tuple(way),
        update=update.id,
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
