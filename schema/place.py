"""Where an update lives: its home unit and the partition of the log.

The home unit of a task is the unit its code begins with, for ever; of an indicator reading or
target the unit measured. All updates about one subject are in one partition.
"""

from __future__ import annotations

from binascii import crc32

from schema.update import IndicatorReading, SlotNil, TargetSet, Update

TASK_MARK = ".t"


def task_home(code: str) -> str | None:
    """The home unit in a task code such as ``vn.15.04465.t0042``; None when it is no task code."""
    head, mark, digits = code.rpartition(TASK_MARK)
    return head if mark and head and digits.isdigit() else None


def home_of(update: Update, reporter: str) -> str:
    """The home unit of what an update speaks of; `reporter` where that belongs to no unit."""
    if isinstance(update, IndicatorReading | TargetSet):
        return update.unit
    if isinstance(update, SlotNil):
        return task_home(update.subjects[0]) or reporter
    return task_home(update.subject) or reporter


def partition_of(home: str, partitions: int) -> int:
    """The partition of a home unit: CRC-32 of its code, the same for every producer, for ever."""
    return crc32(home.encode()) % partitions
