"""A skewed process reads another time, and only where our code reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

from tests.faults.skewed import skew, skewed


def test_its_now_is_off_and_aware() -> None:
    off = skewed(600).now(UTC) - datetime.now(UTC)
    assert timedelta(seconds=599) < off < timedelta(seconds=601)
    assert type(skewed(600).now(UTC)) is datetime


def test_modules_are_given_the_other_clock() -> None:
    module = ModuleType("one")
    module.__dict__["datetime"] = datetime
    skew([module], -600)
    off = module.__dict__["datetime"].now(UTC) - datetime.now(UTC)
    assert off < timedelta(seconds=-599)
