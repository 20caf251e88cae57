"""The exception tree; a message says what was expected, what came and what to do.

NhipError
 ├── SettingsError      a knob has a value that cannot be used
 ├── BadMessage         bytes of the log that are no message (dead letter)
 ├── Refused            a submission the door does not let in (422, with every fault)
 ├── CatalogueError     a catalogue file that contradicts itself
 ├── MigrationError     the database cannot be brought to this version
 └── Contradiction      the log and the database tell different stories: refuse to start
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a submission: where, as a JSON path, and why."""

    path: str
    reason: str


class NhipError(Exception):
    """Base of every error this project raises on purpose."""


class SettingsError(NhipError):
    """A setting has a value that cannot be used."""


class BadMessage(NhipError):
    """Bytes found in the log are no message of ours."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Refused(NhipError):
    """A submission has faults of form; none of it was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)


class CatalogueError(NhipError):
    """A catalogue contradicts itself."""


class MigrationError(NhipError):
    """The database cannot be brought to this version."""


class Contradiction(NhipError):
    """The log and the database tell different stories; going on would lose or repeat reports."""
