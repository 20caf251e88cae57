"""Named reasons."""

from alerts.reason import CLIMBING, LEAVING, Reason


def test_no_reason_both_ends_and_goes_on() -> None:
    assert not LEAVING & CLIMBING


def test_the_rest_changes_nothing() -> None:
    assert set(Reason) - LEAVING - CLIMBING == {Reason.NOTHING, Reason.UNCHANGED}
