"""Nothing queues: who is too many is told so, and room comes back whatever happened inside."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from web.gate import Gate, Overloaded, TooMany


def test_a_source_has_its_share() -> None:
    gate = Gate(per_source=2, in_all=10)
    with ExitStack() as inside:
        inside.enter_context(gate.pass_through("a"))
        inside.enter_context(gate.pass_through("a"))
        with pytest.raises(TooMany, match="a has 2 requests"), gate.pass_through("a"):
            pass
        inside.enter_context(gate.pass_through("b"))
        assert gate.inside == 3
    assert gate.inside == 0


def test_the_process_has_its_share() -> None:
    gate = Gate(per_source=5, in_all=1)
    with gate.pass_through("a"), pytest.raises(Overloaded), gate.pass_through("b"):
        pass


def test_an_error_inside_gives_the_room_back() -> None:
    gate = Gate()
    with pytest.raises(ValueError, match="inside"), gate.pass_through("a"):
        raise ValueError("inside")
    assert gate.inside == 0
