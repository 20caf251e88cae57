"""The five stages, in the order they are read aloud."""

from alerts.pipeline import STAGES, run
from alerts.reason import News, Reason
from schema.states import State
from tests.alerts.builders import case, opened, standing


def test_the_order() -> None:
    names = [stage.__name__ for stage in STAGES]
    assert names == ["judge", "mute", "dedup", "escalate", "notify"]


def test_a_case_goes_through_all_of_them() -> None:
    done = run(case(standing()))
    assert (done.reason, done.muted, done.news) == (Reason.OPENED, None, News.TELL)
    assert done.after is not None and (done.after.step, done.after.told) == (1, True)
    assert len(done.deliveries) == 1


def test_a_case_without_a_reason_stops_at_the_first() -> None:
    unmoved = case(standing(State.IN_TIME))
    assert run(unmoved) == unmoved


def test_the_same_again_changes_nothing() -> None:
    alert = opened()
    done = run(case(standing(), alert))
    assert (done.after, done.deliveries) == (alert, ())
