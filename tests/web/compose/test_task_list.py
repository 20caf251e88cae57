"""A list of tasks as a twin, a page and a sheet."""

from __future__ import annotations

from datetime import date

import msgspec

from tests.web.office import line
from web.compose.task_list import COLUMNS, Listed, Sums, table, tile
from web.words import words

ROW = Listed(
    line=line(), counted=True, due_0=date(2026, 10, 1), done_on=None, weight=1500,
    state_0="overdue", days_past_due=4,
)  # fmt: skip
SUMS = Sums(
    count=8, counted=6, weight=12_000, weight_reported=9_000, weight_progress=45_000_000,
    progress_plain=30_000,
)  # fmt: skip


def test_counts_are_of_the_whole_list_not_of_the_page() -> None:
    made = tile((ROW,), SUMS, "/next", words("vi"))
    assert (made.twin["count"], made.twin["counted"], made.twin["shown"]) == (8, 6, 1)
    assert made.said["share"] == ("75,0%", "") and made.twin["next"] == "/next"
    assert not made.page["all_counted"]


def test_an_empty_list_has_no_share() -> None:
    made = tile((), msgspec.structs.replace(SUMS, count=0, counted=0), None, words("en"))
    assert made.said["share"] == ("—", "none") and made.page["all_counted"]


def test_every_column_of_the_sheet_is_in_the_twin() -> None:
    head, row = table(tile((ROW,), SUMS, None, words("vi")).twin)
    assert head == list(COLUMNS) and row[0] == line().code and row[head.index("weight")] == 1500
