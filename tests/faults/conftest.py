"""One system for all fault tests of a run: it must live through whatever was done before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage, staged


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The system, whole."""
    with staged(tmp_path_factory.mktemp("faults")) as one:
        yield one
