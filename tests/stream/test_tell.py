"""Progress in lines, and in a bar."""

from __future__ import annotations

import io

import pytest

from stream import tell


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_are_few_and_the_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 0.0, 1.0, 6.0, 6.0, 7.0, 9.0])
    monkeypatch.setattr(tell, "monotonic", lambda: next(times))
    out = io.StringIO()
    with tell.step("writing", out) as step:
        step.at(0.1, "soon")
        step.at(0.5, "half")
        step.at(0.6)
    assert out.getvalue() == "writing: 50% half\nwriting: done in 9.0 s\n"


def test_a_terminal_gets_a_bar() -> None:
    out = Terminal()
    with tell.step("writing", out) as step:
        step.at(0.5, "half")
    assert "writing: done in" in out.getvalue()
