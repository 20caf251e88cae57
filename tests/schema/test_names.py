"""Names on the engines."""

from __future__ import annotations

import pytest

from schema.errors import SettingsError
from schema.names import Names


def test_names_without_a_prefix() -> None:
    names = Names()
    assert (names.reports, names.standings) == ("nhip.reports", "nhip.standings")
    assert (names.sql, names.build_sql(3)) == ("nhip", "nhip_b3")
    assert (names.fold_group(3), names.alerts_group) == ("nhip.fold.3", "nhip.alerts")
    assert (names.kpi_stream, names.inbox_channel) == ("nhip:kpi", "nhip:inbox")
    assert names.partials_channel == "nhip_partials"


def test_a_prefix_stands_before_every_name() -> None:
    names = Names("x_")
    told = [names.reports, names.standings, names.sql, names.build_sql(1), names.fold_group(1)]
    told += [names.alerts_group, names.kpi_stream, names.inbox_channel, names.partials_channel]
    assert all(name.startswith("x_nhip") for name in told)
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("prefix", ["A_", "1a", "a-b", "a b", "á", "a" * 25, "a\n", "_a"])
def test_a_prefix_no_engine_would_take_is_refused(prefix: str) -> None:
    with pytest.raises(SettingsError, match="NHIP_PREFIX"):
        Names(prefix)


def test_the_longest_prefix_leaves_room_for_sql_names() -> None:
    assert len(Names("a" * 24).build_sql(10**6)) <= 63
