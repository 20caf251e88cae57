"""docs/method.md: headings name code and tests that exist; figures are told, the example holds."""

import re
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec
import pytest

from deploy.places import REPO
from schema.figures import planning
from schema.figures_operational import operational
from schema.kpi import METHOD
from schema.measures import MEASURES, ZERO, named
from schema.states import PARTITION, WITHDRAWN

PAGE = (REPO / "docs" / "method.md").read_text("utf-8")
PLAIN = "In plain words"
LAST_QUESTION = 104


@cache
def sections() -> dict[str, str]:
    """Text under each heading."""
    pieces = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def places(heading: str) -> tuple[list[str], list[str]]:
    """Files of code and of tests in the line under a heading."""
    line = sections()[heading].strip().splitlines()[0]
    code, mark, tests = line.partition(" · test ")
    assert mark, f"{heading}: expected a line `code` · test `tests/…`, got {line!r}"
    return re.findall(r"`([^`]+)`", code), re.findall(r"`([^`]+)`", tests)


@pytest.mark.parametrize("heading", [name for name in sections() if name != PLAIN])
def test_a_heading_is_tied_to_code_and_test(heading: str) -> None:
    code, tests = places(heading)
    assert code and tests
    assert [path for path in (*code, *tests) if not (REPO / path).is_file()] == []
    assert all(path.startswith("tests/") for path in tests)


@pytest.mark.parametrize("heading", [name for name in sections() if name != PLAIN])
def test_the_questions_of_a_heading_are_asked_in_its_code_or_tests(heading: str) -> None:
    """A reading that only the page knows of is not held by anything."""
    code, tests = places(heading)
    asked = {int(n) for n in re.findall(r"\bQ(\d+)", sections()[heading])}
    assert all(1 <= n <= LAST_QUESTION for n in asked)
    texts = "".join((REPO / path).read_text("utf-8") for path in (*code, *tests))
    assert asked <= _questions(texts), f"{heading}: {sorted(asked - _questions(texts))}"


def _questions(text: str) -> set[int]:
    """Numbers in words like Q5, q5 and Q15–17."""
    found: set[int] = set()
    for first, last in re.findall(r"[Qq](\d+)(?:[–-][Qq]?(\d+))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_there_are_five_plain_sentences_in_both_languages() -> None:
    points = re.findall(r"^\d\. (.+?)(?=^\d\. |\Z)", sections()[PLAIN], re.M | re.S)
    assert len(points) == 5
    assert all(point.count(" / ") == 1 for point in points)


def test_every_figure_and_state_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    counts = named(ZERO)
    figures = {name for name in planning(counts) if not name.endswith("_state")}
    assert figures <= told
    assert {"progress", "coverage"} <= told
    assert {state.value for state in (*PARTITION, *WITHDRAWN)} <= told


def test_every_mark_is_told() -> None:
    sources = [*(REPO / "stream" / "core").glob("*.py")]
    given = {mark for path in sources for mark in _marks(path.read_text("utf-8"))}
    assert len(given) >= 10 and given <= set(re.findall(r"`(\w+)`", sections()["What is marked"]))


def _marks(text: str) -> set[str]:
    """Words given as marks: to `accept`, appended, or kept under a name whose docstring says so."""
    constants = re.findall(r'^[A-Z_]+ = "(\w+)"\n"""Mark on', text, re.M)
    appended = re.findall(r'marks\.append\("(\w+)"\)', text)
    accepted = re.findall(r'accept\("(\w+)"', text)
    in_tuples = re.findall(r'\("(\w+)",\) if ', text)
    return {*constants, *appended, *accepted, *in_tuples}


@cache
def example() -> dict[str, Any]:
    """Counts and figures of the example."""
    (text,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.M | re.S)
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


def test_the_example_is_what_the_code_makes_of_it() -> None:
    counts = named(ZERO) | example()["counts"]
    assert set(counts) == set(MEASURES)
    twin = planning(counts) | operational(counts)
    for name, told in example()["figures"].items():
        assert twin[name] == float(Fraction(told)), name


def test_the_example_has_every_figure() -> None:
    twin = planning(named(ZERO))
    wanted = {name for name in twin if not name.endswith("_state")} - {"states", "withdrawn"}
    assert set(example()["figures"]) == wanted | {"progress", "coverage"}


def test_the_version_is_told_and_every_link_leads_somewhere() -> None:
    assert f"Version {METHOD} of the method" in PAGE
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert len(links) >= 4
    assert [link for link in links if not (REPO / "docs" / link).is_file()] == []
