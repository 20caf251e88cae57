import pytest

from stream.roll.pace import pause


@pytest.mark.parametrize(
    ("took_s", "worked_s", "expected"),
    [
        (0.0, 0.0, 0.05),
        (0.01, 0.005, 0.04),
        (0.04, 0.02, 0.02),
        (0.8, 0.1, 0.1),  # it waited for others: no reason to rest
        (1.0, 0.7, 0.7),
        (9.0, 8.0, 2.0),
    ],
)
def test_a_window_when_idle_and_half_of_the_time_when_busy(
    took_s: float, worked_s: float, expected: float
) -> None:
    assert pause(took_s, worked_s) == pytest.approx(expected)
