"""Records of the strategic tier survive the wire."""

from __future__ import annotations

import msgspec
from hypothesis import given

from schema.strategic import IndicatorNow, Strategic
from tests.schema.anything import calm, values


@calm
@given(values(Strategic))
def test_a_record_survives_the_wire(tier: Strategic) -> None:
    assert msgspec.json.decode(msgspec.json.encode(tier), type=Strategic) == tier


def test_what_is_not_known_is_left_out() -> None:
    bare = IndicatorNow(
        code="C01", name_vi="?", name_en="?", measure="%", kind="ratio", direction="up"
    )
    assert len(msgspec.json.decode(msgspec.json.encode(bare))) == 6
