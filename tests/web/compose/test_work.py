"""The records of desks and tasks are plain frozen data."""

import msgspec
import pytest

from tests.web.office import task_facts, unit_facts
from web.compose.work import TaskFacts, UnitFacts


def test_they_survive_json() -> None:
    desk, task = unit_facts(), task_facts()
    assert msgspec.json.decode(msgspec.json.encode(desk), type=UnitFacts) == desk
    assert msgspec.json.decode(msgspec.json.encode(task), type=TaskFacts) == task


def test_they_do_not_change() -> None:
    with pytest.raises(AttributeError):
        task_facts().answered = 0  # type: ignore[misc]
