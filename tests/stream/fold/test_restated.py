"""Restatements as rows: their leaf, what they stand on, their steps by measure."""

import msgspec

from schema.measures import ZERO
from schema.restatement import Why
from stream.core.leaf import LeafKey
from stream.core.outcome import Restated
from stream.fold.restated import TYPES, cells
from tests.builders import TASK, at, new_id, on

LEAF = LeafKey("vn.15.04465", "nq57", "", "", "A", "")


def test_a_row_has_a_cell_for_each_type_and_names_only_what_moves() -> None:
    update = new_id()
    one = Restated(
        task=TASK,
        why=Why.VERDICT,
        updates=(update,),
        leaf=LEAF,
        steps=((on(2), (1, *ZERO[1:2], -1, *ZERO[3:])), (on(5), ZERO)),
        known_from=at(5),
        known_on=on(5),
    )
    (row,) = cells(3, [one], 7)
    assert len(row) == len(TYPES)
    assert row[:10] == (3, *LEAF, TASK, "verdict", [update])
    assert row[10:13] == (at(5), on(5), on(2))
    steps = [[on(2).isoformat(), {"done_on_time": 1, "awaiting": -1}], [on(5).isoformat(), {}]]
    assert msgspec.json.decode(row[13]) == steps and row[14] == 7
