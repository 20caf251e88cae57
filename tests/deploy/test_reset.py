from pathlib import Path

import pytest

from deploy.errors import AlreadyRunning, CannotStart
from deploy.reset import reset
from deploy.services import alone
from tests.deploy.fakes import places, silent


def test_it_forgets_the_data_and_keeps_the_cache(tmp_path: Path) -> None:
    at, (progress, _) = places(tmp_path), silent()
    with alone(at):
        pass
    reset(at, progress)
    assert not at.data.exists() and at.cache.exists()
    reset(at, progress)


def test_it_leaves_a_running_instance_alone(tmp_path: Path) -> None:
    at, (progress, _) = places(tmp_path), silent()
    with alone(at), pytest.raises(AlreadyRunning):
        reset(at, progress)
    assert at.data.exists()


def test_it_deletes_no_directory_that_is_not_ours(tmp_path: Path) -> None:
    at, (progress, _) = places(tmp_path), silent()
    with pytest.raises(CannotStart, match="expected a data directory of ours"):
        reset(at, progress)
    assert at.data.exists()
