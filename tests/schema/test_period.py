"""What was to be reported in the period that ended last."""

from __future__ import annotations

from schema.period import Period, twin


def test_the_twin_says_every_number_and_null_where_it_is_not_known() -> None:
    found = twin(Period(reports=4, reports_missing=1, units=3, units_missing=1))
    assert found == {"reports": 4, "reports_missing": 1, "units": 3, "units_missing": 1}
    assert [twin(None)[name] for name in found] == [None] * 4
    assert twin(None)["units_state"] == "no_data"
