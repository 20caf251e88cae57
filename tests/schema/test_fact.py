"""What every update carries."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from schema.fact import Fact, tag_of
from schema.update import Completed, Progress
from tests.schema.posts import TASK, act, body, new_id

NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)


def test_every_kind_is_a_fact_with_a_name() -> None:
    assert issubclass(Progress, Fact)
    assert (tag_of(Progress), tag_of(Completed)) == ("progress", "completed")


@pytest.mark.parametrize("name", ["id", "subject", "occurred_at"])
def test_what_a_fact_must_have(name: str) -> None:
    given = act("completed")
    del given[name]
    with pytest.raises(msgspec.ValidationError, match=f"required field `{name}`"):
        msgspec.json.decode(body(given), type=Completed)


@pytest.mark.parametrize("number", [-1, 1.5, 10**10, "1"])
def test_a_sequence_is_a_whole_number(number: object) -> None:
    with pytest.raises(msgspec.ValidationError, match="source_seq"):
        msgspec.json.decode(body(act("completed", source_seq=number)), type=Completed)


@pytest.mark.parametrize("year", [1989, 2100])
def test_a_fact_lies_in_the_calendar_however_it_is_made(year: int) -> None:
    fact = Completed(id=new_id(), subject=TASK, occurred_at=NOON)
    with pytest.raises(ValueError, match=f"1990 to 2099, got {year}"):
        msgspec.structs.replace(fact, occurred_at=NOON.replace(year=year))
    with pytest.raises(ValueError, match=f"1990 to 2099, got {year}"):
        Completed(id=new_id(), subject=TASK, occurred_at=NOON.replace(year=year))
