import pytest

from stream.roll.pace import pause


@pytest.mark.parametrize(
    ("took_s", "expected"),
    [(0.0, 0.05), (0.01, 0.04), (0.02, 0.06), (0.5, 1.5), (9.0, 2.0)],
)
def test_a_window_when_idle_and_a_quarter_of_the_time_when_busy(
    took_s: float, expected: float
) -> None:
    assert pause(took_s) == pytest.approx(expected)
