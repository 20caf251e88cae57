"""Rows of the table ``unit`` (the rest of the store is tested on real engines)."""

from __future__ import annotations

from datetime import date

from schema.catalogue_store import unit_rows
from tests.schema.test_catalogue import MERGED


def test_rows_come_parents_first_with_their_paths() -> None:
    rows = {row[0]: row for row in unit_rows(MERGED, date(2025, 3, 1))}
    assert next(iter(rows)) == "vn"
    assert rows["tw.new"][7] == ["vn", "tw", "tw.new"]
    assert rows["tw.new"][5:7] == ("tw", "tw.new")


def test_ended_units_keep_their_row() -> None:
    rows = {row[0]: row for row in unit_rows(MERGED, date(2025, 3, 1))}
    assert rows["tw.old"][10] == date(2025, 3, 1)
