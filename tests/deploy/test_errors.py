from deploy.errors import AlreadyRunning, CannotStart


def test_whoever_catches_a_start_that_fails_also_catches_a_second_instance() -> None:
    assert issubclass(AlreadyRunning, CannotStart)
