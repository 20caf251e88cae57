from __future__ import annotations

from datetime import date
from pathlib import Path

import schema
from schema.catalogue_file import load
from schema.unit import ROOT
from stream.core.world import EMPTY, of_catalogue

SHIPPED = Path(schema.__file__).parent / "data" / "resolution57.yaml"


def test_before_any_catalogue_only_the_root_is_known() -> None:
    assert EMPTY.knows(ROOT) and not EMPTY.knows("vn.01")
    assert EMPTY.above("vn.01") == {"vn.01", ROOT}
    assert EMPTY.version is None


def test_a_catalogue_tells_who_is_above_whom_on_a_day() -> None:
    world = of_catalogue(load(SHIPPED), 3, date(2026, 6, 1))
    assert world.version == 3
    assert world.above("vn.01.00070") == {"vn.01.00070", "vn.01", ROOT}
    assert world.above("tw.bkhcn") == {"tw.bkhcn", "tw", ROOT}
    assert "offline" in world.offline and "nqdb" not in world.offline
    assert world.organisations and all(world.knows(unit) for unit in world.organisations)
    assert world.indicators
