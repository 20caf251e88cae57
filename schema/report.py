"""Report: what a unit submits at once, 1..500 updates (clarifications, section N)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schema.fields import Code, Count, Id, Instant, Label, check_years
from schema.update import Update

MAX_UPDATES = 500


class Report(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A submission as the unit posts it.

    The gateway's fields (`received_at`, `part`, `parts`) are only in the log.
    """

    id: Id
    unit: Code
    actor: Label
    channel: Literal["connector", "form", "file", "on_behalf"]
    source: Label
    reported_at: Instant
    updates: Annotated[list[Update], Meta(min_length=1, max_length=MAX_UPDATES)]
    v: Literal[1] = 1
    on_behalf_of: Code | None = None

    def __post_init__(self) -> None:
        check_years(self)

    @property
    def spoken_for(self) -> str:
        """The unit whose word this is: the one it was entered for, else the one that reports."""
        return self.on_behalf_of or self.unit


class LogReport(Report, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report in the log: one part per home unit, stamped once by the gateway."""

    received_at: Instant
    part: Count = 0
    parts: Annotated[int, Meta(ge=1, le=MAX_UPDATES)] = 1
