"""When a log can be folded again from its beginning."""

from __future__ import annotations

from typing import Any

import pytest

from schema.errors import Contradiction
from stream.fold.startup import Story
from stream.rebuild.plan import behind, check_whole


def story(**given: Any) -> Story:
    usual: dict[str, Any] = {
        "build": 1,
        "partitions": 2,
        "cluster": "c",
        "positions": {0: 5, 1: 7},
        "log_cluster": "c",
        "starts": {0: 0, 1: 0},
        "ends": {0: 9, 1: 9},
        "committed": {0: 5},
    }
    return Story(**usual | given)


def test_a_whole_log_will_do() -> None:
    check_whole(story())


def test_a_log_without_its_beginning_is_refused_with_how_much_is_gone() -> None:
    with pytest.raises(Contradiction, match="lost its first 4 messages: partition 1 begins at 4"):
        check_whole(story(starts={0: 0, 1: 4}))


def test_what_the_fold_refuses_is_refused() -> None:
    with pytest.raises(Contradiction, match="different stories"):
        check_whole(story(log_cluster="d"))


def test_how_far_one_is_behind_the_other() -> None:
    assert behind({0: 3}, {0: 5, 1: 7}) == 9
    assert behind({0: 5, 1: 9}, {0: 5, 1: 7}) == 0
