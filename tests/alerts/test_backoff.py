"""When to try again."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.backoff import Backoff

BACKOFF = Backoff(base=2.0, cap=3_600.0)


def test_the_ceiling_doubles() -> None:
    just_below_one = 1 - 2**-53
    ceilings = [round(BACKOFF.delay(n, just_below_one).total_seconds()) for n in range(1, 6)]
    assert ceilings == [2, 4, 8, 16, 32]


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_delay_is_anywhere_between_now_and_the_ceiling(failures: int, random: float) -> None:
    assert 0 <= BACKOFF.delay(failures, random).total_seconds() <= 3_600
