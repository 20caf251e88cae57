import pytest

from deploy.errors import CannotStart
from deploy.past import STANDSTILL, Past


def test_it_is_done_when_all_is_folded_and_published() -> None:
    past = Past(0.0)
    shares = []
    for folded, published in ((0.0, 0.0), (0.5, 0.1), (1.0, 0.4), (1.0, 1.0)):
        past.reached(folded, published, 1.0)
        shares.append(round(past.share, 3))
    assert shares == [0.0, 0.475, 0.97, 1.0]
    assert past.done


def test_a_database_that_is_away_takes_nothing_back() -> None:
    past = Past(0.0)
    past.reached(0.5, 0.0, 1.0)
    past.reached(0.0, 0.0, 2.0)
    assert past.share == pytest.approx(0.475)


def test_a_standstill_is_told_with_where_to_look() -> None:
    past = Past(0.0)
    past.reached(0.5, 0.0, 10.0)
    past.reached(0.5, 0.0, 10.0 + STANDSTILL)
    with pytest.raises(CannotStart, match=r"at 48%; log/fold\.log"):
        past.reached(0.5, 0.0, 11.0 + STANDSTILL)
