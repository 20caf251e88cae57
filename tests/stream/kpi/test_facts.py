from stream.kpi.facts import Facts


def test_what_is_not_known_is_left_out() -> None:
    facts = Facts(scope="vn", total=0, due=0, overdue=0)
    assert (facts.at_risk, facts.missing, facts.week_change, facts.oldest) == (None,) * 4
    assert facts == Facts(scope="vn", total=0, due=0, overdue=0), (
        "the same facts, the same sentence"
    )
