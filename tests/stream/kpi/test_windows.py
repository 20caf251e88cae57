from schema.kpi import Windows
from stream.kpi.windows import Arrived, quiet, windows
from tests.stream.kpi.places import cut

CUT = cut()


def test_arrivals_add_up_and_each_unit_counts_once() -> None:
    found = windows(
        CUT,
        {
            "vn.01": Arrived(1, 0, 5),
            "vn.01.00001": Arrived(5, 4, 50),
            "tw.a": Arrived(2, 2, 0),
        },
    )
    assert found["vn"] == Windows(
        updates_today=8, automatic_today=6, units_today=3, units=7, lag_s_today=55
    )
    assert (found["vn.01"].updates_today, found["vn.01"].units_today) == (6, 2)
    assert "vn.02" not in found


def test_a_unit_that_is_not_expected_to_report_is_no_reporting_unit() -> None:
    found = windows(CUT, {"vn": Arrived(3, 0, 0)})
    assert (found["vn"].updates_today, found["vn"].units_today) == (3, 0)


def test_a_quiet_scope_knows_how_many_may_report() -> None:
    assert quiet(CUT, "vn.01") == Windows(units=3)
