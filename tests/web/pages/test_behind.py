"""Keys of pages: what a row says of itself is where the next page goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from web.pages.behind import AFTER, leaf_of, subject, text
from web.pages.span import BadSpan

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ID = "0198f0c2-0000-7000-8000-000000000001"


def test_keys_are_read_as_they_are_told() -> None:
    assert AFTER["updates"](f"{AT.isoformat()}~{ID}") == {
        "after_at": AT,
        "after_id": UUID(ID),
        "after_code": "x",
    }
    assert AFTER["turns"](f"{AT.isoformat()}~vn.15.t0001~4")["after_version"] == 4
    assert AFTER["readings"]("C01~vn.15~2026-10")["after_period"] == "2026-10"
    assert AFTER["difficulties"]("2026-11-02~vn.15.t0001~d1")["after_more"] == "d1"


@pytest.mark.parametrize("name", sorted(AFTER))
@pytest.mark.parametrize("key", ["", "a", "a~b~c~d", "x~y", "x~y~z\0"])
def test_other_keys_are_refused(name: str, key: str) -> None:
    if name == "readings" and key.count("~") == 2 and "\0" not in key:
        return
    with pytest.raises(BadSpan):
        AFTER[name](key)


def test_a_leaf_is_named_by_all_its_parts() -> None:
    assert leaf_of("vn.15~nq57~~~A~") == ["vn.15", "nq57", "", "", "A", ""]
    assert leaf_of("") == []
    with pytest.raises(BadSpan):
        leaf_of("vn.15")


def test_numbers_are_told_exactly() -> None:
    assert (text(Decimal("56.70")), text(Decimal("1E+3")), text(None)) == ("56.70", "1000", None)


def test_a_subject_nobody_named_goes_by_its_code() -> None:
    assert subject("vn.15.t0001", None, None).title == "vn.15.t0001"
    assert subject("vn.15.t0001", "x", "secret").secret
