"""Where an update stands in the log."""

from __future__ import annotations

from web.compose.origin import Origin
from web.words import words

KNOWN = Origin(report="r1", partition=3, offset=1201)


def test_a_receipt_is_asked_for_at_its_place_in_the_log() -> None:
    assert KNOWN.receipt == "/api/receipts/r1?at=3:1201"
    assert KNOWN.entry["offset"] == 1201
    assert KNOWN.said(words("en")) == "log: partition 3, offset 1201"


def test_a_report_nobody_has_kept_has_none() -> None:
    unknown = Origin(report="r1", partition=None, offset=None)
    assert unknown.receipt is None and unknown.said(words("vi")) == ""
