"""When seeding has nothing to do, and how much of a history is folded."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from schema.settings import Settings
from stream.sample.job import Job
from stream.sample.seed import SHIPPED, folded_share, seed

JOB = Job(
    country="S",
    day0=date(2025, 12, 4),
    until=datetime(2025, 12, 4, 5, tzinfo=UTC),
    catalogue=1,
    begins=(1, 1),
    ends=(101, 301),
)


async def test_an_empty_country_and_production_are_left_alone() -> None:
    assert "NHIP_COUNTRY=none" in await seed(Settings(country="none"), wait=False)
    assert "NHIP_PROFILE=prod" in await seed(Settings(profile="prod"), wait=False)


def test_the_folded_share_counts_messages_of_the_history() -> None:
    assert folded_share(JOB, {}) == 0
    assert folded_share(JOB, {0: 101, 1: 101}) == 0.5
    assert folded_share(JOB, {0: 900, 1: 301}) == 1
    assert folded_share(replace(JOB, ends=None), {0: 900}) == 0
    assert folded_share(replace(JOB, begins=(5,), ends=(5,)), {}) == 1


def test_the_shipped_catalogue_is_there() -> None:
    assert SHIPPED.is_file()
