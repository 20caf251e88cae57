"""Rules are data: the shipped ones hold together, a bad one is refused by name."""

from importlib.resources import files

import pytest

from alerts.reason import LEAVING
from alerts.rules import Office, Parameters, RuleError, parse, shipped
from deploy.places import REPO
from schema.alert import Severity
from schema.states import Sign, State

TEXT = files("alerts").joinpath("rules.toml").read_text("utf-8")


def test_the_shipped_rules() -> None:
    due_soon, at_risk, behind, overdue = shipped().rule
    assert (due_soon.name, due_soon.states) == ("due_soon", frozenset({State.DUE_SOON}))
    assert [step.day for step in due_soon.steps] == [-7, -3, -1]
    assert (overdue.name, overdue.states) == ("overdue", frozenset({State.OVERDUE}))
    assert [(step.day, step.to) for step in overdue.steps] == [
        (1, Office.HEAD),
        (7, Office.PARENT),
        (14, Office.IN_CHARGE),
        (30, Office.STANDING_OFFICE),
    ]
    for early, sign in ((at_risk, Sign.AT_RISK), (behind, Sign.BEHIND)):
        assert (early.name, early.signs) == (sign.value, frozenset({sign}))
        assert early.keeps == frozenset({Sign.SILENT})
        assert early.states == frozenset({State.IN_TIME, State.DUE_SOON})
    assert [(step.day, step.to) for step in at_risk.steps] == [
        (-30, Office.LEAD),
        (-14, Office.LEAD),
    ]
    assert [(step.day, step.to) for step in behind.steps] == [
        (-30, Office.HEAD),
        (-14, Office.HEAD),
        (-7, Office.PARENT),
    ]
    assert [step.severity for step in overdue.steps] == [Severity.WARNING, *[Severity.CRITICAL] * 3]


def test_every_end_has_its_words() -> None:
    assert set(shipped().resolved) == LEAVING


def test_rules_are_found_by_name() -> None:
    assert shipped().named("overdue").name == "overdue"


def test_parameters_are_durations() -> None:
    parameters = shipped().parameters
    assert parameters.reopen_within.days == 7
    assert parameters.history_after.days == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "overdue"', 'name = "due_soon"', "two rules are named 'due_soon'"),
        ('states = ["overdue"]', 'states = ["late"]', r"\$\.rule\[3\]\.states"),
        ('states = ["overdue"]', "states = []", r"\$\.rule\[3\]\.states"),
        ('signs = ["behind"]', 'signs = ["late"]', r"\$\.rule\[2\]\.signs"),
        ("lateness {chance}", "lateness {p}", "because: text en may name"),
        ("[because]", "[for]", "for"),
        ("day = 14", "day = 7", "rule overdue: step T\\+7 must be after T\\+7"),
        ('"in_charge", severity = "critical"', '"head", severity = "reminder"', "as severe"),
        ("{title}: overdue since", "{name}: overdue since", "rule overdue: text en may name"),
        ('done = { vi = "đã hoàn thành", en = "done" }', "", "words under \\[resolved\\] for done"),
        ("why = ", "because = ", "because"),
        ("[[rule]]", "[[rule", "rules cannot be used"),
    ],
)
def test_a_bad_rule_is_refused(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(RuleError, match=said):
        parse(TEXT.replace(old, new))


def test_each_rule_and_parameter_is_documented() -> None:
    text = (REPO / "docs" / "add-a-rule.md").read_text("utf-8")
    headings = {line.lstrip("# ") for line in text.splitlines() if line.startswith("#")}
    assert {rule.name for rule in shipped().rule} <= headings
    assert all(f"| `{name}` |" in text for name in Parameters.__struct_fields__)
