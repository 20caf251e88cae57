"""The exception tree: what a message says."""

from __future__ import annotations

import pytest

from schema import errors
from schema.errors import BadMessage, Fault, NhipError, Refused


@pytest.mark.parametrize(
    "name",
    ["SettingsError", "BadMessage", "Refused", "CatalogueError", "MigrationError", "Contradiction"],
)
def test_every_error_of_ours_is_one_family(name: str) -> None:
    assert issubclass(getattr(errors, name), NhipError)
    assert name in (errors.__doc__ or "")


def test_a_bad_message_says_where_and_why() -> None:
    error = BadMessage("$.updates[0].progress", "expected a share")
    assert (error.path, error.reason) == ("$.updates[0].progress", "expected a share")
    assert str(error) == "$.updates[0].progress: expected a share"


def test_a_refusal_lists_every_fault() -> None:
    faults = [Fault(path="$.id", reason="no id"), Fault(path="$.unit", reason="no unit")]
    assert Refused(faults).faults == tuple(faults)
    assert str(Refused(faults)) == "$.id: no id; $.unit: no unit"
