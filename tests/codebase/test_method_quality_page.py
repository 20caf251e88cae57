"""docs/method-quality.md: the code it names exists; its tables and its example are what it does."""

from __future__ import annotations

import re
from datetime import date

from deploy.places import REPO
from schema.quality import EXPONENTS, PARTS, dq
from schema.repairs import SEVERITY, Violation, gain, repaired
from tests.schema.test_quality import COMMUNE

PAGE = (REPO / "docs" / "method-quality.md").read_text("utf-8")


def test_the_code_it_names_exists() -> None:
    named = re.findall(r"`((?:schema|stream|tests)/[\w/.]+)`", PAGE)
    assert len(named) >= 8 and [path for path in named if not (REPO / path).is_file()] == []


def test_the_questions_it_answers_are_asked_in_the_code_or_its_tests() -> None:
    texts = "".join(
        path.read_text("utf-8")
        for folder in ("stream/core", "stream/kpi", "schema", "tests/stream", "tests/schema")
        for path in (REPO / folder).rglob("*.py")
    )
    asked = {int(n) for n in re.findall(r"\bQ(\d+)", PAGE)}
    told: set[int] = set()
    for first, last in re.findall(r"\bQ(\d+)(?:[–-]Q?(\d+))?", texts):
        told |= set(range(int(first), int(last or first) + 1))
    assert asked <= told, sorted(asked - told)


def test_the_formula_has_the_exponents_of_the_code() -> None:
    told = dict(re.findall(r"(\w+)\^0\.(\d\d)", PAGE.split("**")[1]))
    assert {name: int(number) for name, number in told.items()} == EXPONENTS


def test_the_severities_are_those_of_the_code() -> None:
    rows = re.findall(r"\(`(\w+)`\) \| ([\d.]+) \|", PAGE)
    told = {mark: round(float(number) * 2) for mark, number in rows}
    assert told | {"returned": 2} == SEVERITY


def test_the_example_holds() -> None:
    example = PAGE.split("## An example by hand")[1]
    parts = re.findall(r"(accurate|complete|clean|live) = .*? = ([\d.]+?)[;\n]", example)
    for name, told in parts:
        value = PARTS[name](COMMUNE)
        assert value is not None and f"{float(value):.5f}".rstrip("0") == told
    missing = Violation(kind="missing", subject="t", unit="u", on=date(2026, 6, 1), recurring=True)
    score, then, more = dq(COMMUNE), repaired(COMMUNE, missing), gain(COMMUNE, missing)
    assert len(parts) == 4 and score is not None and more is not None
    assert f"**{float(score):.5f}**" in example
    assert f"DQ {float(dq(then) or 0):.5f}, that is +{float(more) * 100:.2f} points" in example
