"""When a log can be folded again from its beginning."""

from __future__ import annotations

import pytest

from schema.errors import Contradiction
from stream.rebuild.plan import behind, check_whole
from tests.stream.story import story


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
