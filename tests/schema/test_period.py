"""What was to be reported in the period that ended last."""

from __future__ import annotations

from schema.period import Period, twin


def test_the_twin_says_every_number_and_zeros_where_nothing_was_due() -> None:
    found = twin(Period(reports=4, reports_missing=1, units=3, units_missing=1))
    assert found == {"reports": 4, "reports_missing": 1, "units": 3, "units_missing": 1}
    assert twin(None) == dict.fromkeys(found, 0)
