"""Where an update stands in the log: the report it came with, its partition and offset."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from web.words import Words


class Origin(Struct, frozen=True, kw_only=True):
    """Where an update stands in the log, and the receipt that tells of its report."""

    report: str | None
    partition: int | None
    offset: int | None

    @property
    def receipt(self) -> str | None:
        """The address of the receipt."""
        if self.report is None or self.partition is None:
            return None
        return f"/api/receipts/{self.report}?at={self.partition}:{self.offset}"

    @property
    def entry(self) -> dict[str, Any]:
        """As a twin says it."""
        return {
            "report": self.report,
            "partition": self.partition,
            "offset": self.offset,
            "receipt": self.receipt,
        }

    def said(self, words: Words) -> str:
        """In words; where the report is unknown, nothing."""
        if self.partition is None:
            return ""
        return words.say("list.origin", partition=self.partition, offset=self.offset)
