"""What the heartbeat says."""

from alerts.status import NEAR, Duty, Status


def at_work(lag: int | None = 0) -> Status:
    status = Status()
    status.take(Duty.AT_WORK)
    status.lag = lag
    return status


def test_ready_when_caught_up() -> None:
    assert at_work().report()[0]
    assert at_work(NEAR).report()[0]
    assert not at_work(NEAR + 1).report()[0]
    assert not at_work(None).report()[0]


def test_one_that_stands_by_is_ready_to() -> None:
    status = Status()
    assert status.report()[0] is False
    status.take(Duty.STANDING_BY)
    ready, detail = status.report()
    assert (ready, detail["duty"]) == (True, "standing by")


def test_an_engine_that_is_away_is_named() -> None:
    status = at_work()
    assert status.away("kafka", TimeoutError("no answer")) == 1
    assert status.away("kafka", TimeoutError("no answer")) == 2
    ready, detail = status.report()
    assert (ready, detail["away"]) == (False, {"kafka": "TimeoutError: no answer"})


def test_one_that_is_back_is_forgotten() -> None:
    status = at_work()
    status.away("redis", "gone")
    status.there("redis")
    status.there("redis")
    assert status.report()[0]
    assert "away" not in status.report()[1]
    assert status.away("redis", "gone again") == 1


def test_another_duty_forgets_what_was_known() -> None:
    status = at_work(7)
    status.take(Duty.AT_WORK)
    assert status.report()[1]["lag"] == 7
    status.away("kafka", "gone")
    status.take(Duty.STANDING_BY)
    ready, detail = status.report()
    assert (ready, detail["lag"]) == (True, None)
