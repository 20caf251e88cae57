"""Where an update lives: its home unit and the partition of the log.

The home unit of a task is the unit its code begins with, for ever; of an indicator reading or
target the unit measured. All updates about one subject are in one partition.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Iterator

from schema.notes import Urged
from schema.update import (
    DifficultyRaised,
    IndicatorReading,
    SlotNil,
    TargetSet,
    TaskAssigned,
    Update,
)

TASK_MARK = ".t"


def task_home(code: str) -> str | None:
    """The home unit in a task code such as ``vn.15.04465.t0042``; None when it is no task code."""
    head, mark, digits = code.rpartition(TASK_MARK)
    return head if mark and head and digits.isdigit() else None


def home_of(update: Update, speaker: str) -> str:
    """The home unit of what an update speaks of; `speaker` where its subject is no task's.

    The speaker is the unit a report is spoken for (`Report.spoken_for`).
    """
    if isinstance(update, IndicatorReading | TargetSet):
        return update.unit
    if isinstance(update, SlotNil):
        return task_home(update.subjects[0]) or speaker
    return task_home(update.subject) or speaker


def units_named(update: Update) -> Iterator[tuple[str, str]]:
    """The units an update names beside its reporter: path of the field, code."""
    home = task_home(update.subject)
    if home is not None:
        yield "subject", home
    match update:
        case TaskAssigned():
            yield "lead", update.lead
            yield "assigned_by", update.assigned_by
            for index, code in enumerate(update.coordinators):
                yield f"coordinators[{index}]", code
        case IndicatorReading() | TargetSet():
            yield "unit", update.unit
        case DifficultyRaised() if update.asked_of is not None:
            yield "asked_of", update.asked_of
        case Urged():
            yield "to", update.to
        case SlotNil():
            first = task_home(update.subjects[0])  # the others are of the same home (schema.door)
            if first is not None:
                yield "subjects[0]", first


def partition_of(home: str, partitions: int) -> int:
    """The partition of a home unit: CRC-32 of its code, the same for every producer, for ever."""
    return crc32(home.encode()) % partitions
