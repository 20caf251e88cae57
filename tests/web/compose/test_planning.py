"""Eight parts, their shares, the published brackets."""

from schema.states import PARTITION
from tests.web.country import empty, nation
from web.compose import base
from web.compose.planning import GROUPS, ORDER, tile
from web.words import words

VI = words("vi")


def test_the_eight_parts_each_once() -> None:
    assert sorted(ORDER) == sorted(state.value for state in PARTITION)


def test_each_bracket_spans_neighbours_and_sums_them() -> None:
    twin = base.twin(nation())
    made = tile(twin, VI)
    states = made.twin["planning"]["states"]
    done, within = (sum(states[s] for s in group) for _, _, group in GROUPS[:2])
    assert twin["planning"]["done"] == done
    assert twin["planning"]["within_deadline"] == within


def test_shares_sum_to_one() -> None:
    shares = tile(base.twin(nation()), VI).twin["planning"]["shares"]
    assert abs(sum(shares.values()) - 1) < 1e-12


def test_of_an_empty_whole_nothing_is_said() -> None:
    made = tile(base.twin(empty()), VI)
    assert {text for text, _ in made.said.values()} == {"—"}
    assert set(made.twin["planning"]["shares"].values()) == {None}
