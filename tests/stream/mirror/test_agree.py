"""A log that is not the beginning of the other one is never added to."""

from __future__ import annotations

from typing import Any

import pytest

from schema.errors import Contradiction
from stream.mirror.agree import Ends, check_ends, check_last, check_next

MESSAGE = (b"k", b"v", 1)


def ends(**given: Any) -> Ends:
    """Two partitions, of which one has a message to copy."""
    usual: dict[str, Any] = {
        "first_starts": {0: 0, 1: 0},
        "first_ends": {0: 5, 1: 7},
        "own": {0: 5, 1: 6},
    }
    return Ends(**usual | given)


def test_a_beginning_of_the_first_log_agrees() -> None:
    check_ends(ends())
    check_ends(ends(own={0: 0, 1: 0}))
    check_ends(ends(first_starts={0: 5, 1: 6}))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"own": {0: 6, 1: 6}}, "partition 0: this log ends at 6, the first site's at 5"),
        ({"first_starts": {0: 0, 1: 9}}, "partition 1: 3 messages are gone at the first site"),
        ({"own": {0: 5}}, "the first site has 2 partitions, this one 1"),
    ],
)
def test_what_contradicts_it_is_told(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Contradiction, match=told):
        check_ends(ends(**wrong))


@pytest.mark.parametrize("other", [(b"x", b"v", 1), (b"k", b"x", 1), (b"k", b"v", 2)])
def test_the_newest_message_must_be_the_same(other: tuple[bytes, bytes, int]) -> None:
    check_last({0: MESSAGE, 1: other}, {0: MESSAGE})
    with pytest.raises(Contradiction, match="partition 0: the newest message here is another"):
        check_last({0: other}, {0: MESSAGE})


def test_no_message_is_left_out_or_given_another_place() -> None:
    check_next(3, 7, 7)
    with pytest.raises(Contradiction, match="partition 3: expected message 7, got 9"):
        check_next(3, 7, 9)
