from __future__ import annotations

from typing import Any

import msgspec
import pytest

from stream.core.duplicates import Twice, settle_twice, stored_form
from stream.core.entry import Entry, entries
from tests.builders import at, progress, report

(FIRST,) = entries(report(progress(0.5), received_at=at(2)), offline=False)


def again(**changed: Any) -> Entry:
    """The same id, with something different about it."""
    return msgspec.structs.replace(FIRST, **changed)


SMALLER, LARGER = b"\0" + FIRST.hash[1:-1] + b"\0", b"\xff" * 32


@pytest.mark.parametrize(
    ("entry", "then"),
    [
        (FIRST, Twice.DROP),
        (again(received_at=at(1)), Twice.DROP),
        (again(known_at=FIRST.known_at - at(1).resolution), Twice.REPLACE),
        (again(known_at=at(9)), Twice.DROP),
        (again(hash=LARGER, received_at=at(1)), Twice.REPLACE),
        (again(hash=LARGER, received_at=at(3)), Twice.MARK),
        (again(hash=LARGER), Twice.MARK),
        (again(hash=SMALLER), Twice.REPLACE),
        (again(subject="vn.01.t1", received_at=at(1)), Twice.MARK),
    ],
)
def test_which_of_two_stands(entry: Entry, then: Twice) -> None:
    assert settle_twice(entry, stored_form(FIRST)) is then


def test_two_bodies_are_settled_alike_whoever_comes_first() -> None:
    other = again(hash=LARGER, received_at=at(3))
    assert settle_twice(other, stored_form(FIRST)) is Twice.MARK
    assert settle_twice(FIRST, stored_form(other)) is Twice.REPLACE
