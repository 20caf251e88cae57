"""What a restored database looks like beside its log (tried whole: tests/faults)."""

from __future__ import annotations

from typing import Any

import pytest

from schema.errors import Contradiction
from stream.fold.startup import Story
from stream.rebase import behind, check_restored
from tests.stream.story import story


def restored(**given: Any) -> Story:
    """A database restored from before the group's last commit."""
    return story(**{"committed": {0: 8, 1: 7}} | given)


def test_how_far_the_tables_are_behind() -> None:
    assert behind(restored()) == {0: 3}
    assert behind(restored(committed={})) == {}
    assert check_restored(restored()) == {0: 3}


def test_nothing_to_do_is_said() -> None:
    with pytest.raises(Contradiction, match="start the fold"):
        check_restored(restored(committed={0: 5, 1: 7}))


@pytest.mark.parametrize(
    "wrong",
    [{"log_cluster": "d"}, {"starts": {0: 6, 1: 0}}, {"ends": {0: 4, 1: 9}}, {"partitions": 3}],
)
def test_any_other_contradiction_stays_one(wrong: dict[str, Any]) -> None:
    with pytest.raises(Contradiction, match="different stories"):
        check_restored(restored(**wrong))
