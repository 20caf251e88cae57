"""What a restored database looks like beside its log (tried whole: tests/faults)."""

from __future__ import annotations

from typing import Any

import pytest

from schema.errors import Contradiction
from stream.fold.startup import Story
from stream.rebase import behind, check_restored


def story(**given: Any) -> Story:
    """A database restored from when it stood at 5 and 7."""
    usual: dict[str, Any] = {
        "build": 1,
        "partitions": 2,
        "cluster": "c",
        "positions": {0: 5, 1: 7},
        "log_cluster": "c",
        "starts": {0: 0, 1: 0},
        "ends": {0: 9, 1: 9},
        "committed": {0: 8, 1: 7},
    }
    return Story(**usual | given)


def test_how_far_the_tables_are_behind() -> None:
    assert behind(story()) == {0: 3}
    assert behind(story(committed={})) == {}
    assert check_restored(story()) == {0: 3}


def test_nothing_to_do_is_said() -> None:
    with pytest.raises(Contradiction, match="start the fold"):
        check_restored(story(committed={0: 5, 1: 7}))


@pytest.mark.parametrize(
    "wrong",
    [{"log_cluster": "d"}, {"starts": {0: 6, 1: 0}}, {"ends": {0: 4, 1: 9}}, {"partitions": 3}],
)
def test_any_other_contradiction_stays_one(wrong: dict[str, Any]) -> None:
    with pytest.raises(Contradiction, match="different stories"):
        check_restored(story(**wrong))
