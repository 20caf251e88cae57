"""docs/method-windows.md: names code that exists; its example of a median is what the code says."""

from __future__ import annotations

import re

from deploy.places import REPO
from schema.flows import BINS, EDGES, bin_of
from schema.rolling import Lag
from stream.kpi.rolling.median import median

PAGE = (REPO / "docs" / "method-windows.md").read_text("utf-8")


def test_the_code_it_names_exists() -> None:
    named = re.findall(r"`((?:schema|stream)/[\w/.]+)`", PAGE)
    assert len(named) >= 8 and [path for path in named if not (REPO / path).is_file()] == []
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert [link for link in links if not (REPO / "docs" / link).is_file()] == []


def test_the_questions_it_answers_are_asked_in_the_code_or_its_tests() -> None:
    texts = "".join(
        path.read_text("utf-8")
        for folder in ("stream/core", "stream/kpi", "schema", "tests/stream/core")
        for path in (REPO / folder).rglob("*.py")
    )
    asked = {int(n) for n in re.findall(r"\bQ(\d+)", PAGE)}
    told: set[int] = set()
    for first, last in re.findall(r"\bQ(\d+)(?:[–-]Q?(\d+))?", texts):
        told |= set(range(int(first), int(last or first) + 1))
    assert asked <= told, sorted(asked - told)


def test_the_published_edges_are_those_of_the_code() -> None:
    (text,) = re.findall(r"Lower edges of the bins: (.+?)\. A lag", PAGE, re.S)
    units = {"min": 60, "h": 3_600, "d": 86_400}
    told = [
        int(number) * units[part.split()[-1]]
        for part in text.split(";")
        for number in re.findall(r"\d+", part)
    ]
    assert tuple(told) == EDGES


def test_the_example_of_a_median() -> None:
    bins = [0] * BINS
    for lag in (40, 90, 420, 10_800):
        bins[bin_of(lag)] += 1
    assert median(bins) == Lag(4, 180, 360) and 180 <= 255 < 360
