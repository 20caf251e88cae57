"""Fact: what every update carries, whatever its kind (`schema.update`, `schema.notes`)."""

from __future__ import annotations

from msgspec import Struct

from schema.fields import Count, Id, Instant, Subject, check_years


class Fact(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    gc=False,  # no update refers to itself: spares the collector millions of visits
):
    """What every update carries."""

    id: Id
    subject: Subject
    occurred_at: Instant
    source_seq: Count | None = None

    def __post_init__(self) -> None:
        check_years(self)


def tag_of(kind: type[Struct]) -> str:
    """The wire name of a kind's record type."""
    return str(kind.__struct_config__.tag)
