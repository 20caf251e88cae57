"""Reading catalogue files; the shipped one is good."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from schema.catalogue_file import load, parse
from schema.errors import CatalogueError

SHIPPED = Path(__file__).parents[2] / "schema" / "data" / "resolution57.yaml"

SMALL = """
format: 1
name: {vi: Mẫu, en: Sample}
units:
  - {code: vn, kind: root, from: 1945-09-02, vi: Toàn quốc, en: Việt Nam}
  - {code: vn.15, kind: province, parent: vn, from: 2025-07-01, vi: Lào Cai, en: Lào Cai}
"""


def test_a_small_file_becomes_a_catalogue() -> None:
    catalogue, faults = parse(SMALL)
    assert faults == []
    assert catalogue is not None
    assert catalogue.tree(date(2026, 1, 1)).ancestors("vn.15") == ("vn",)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[", "$"),
        ("- a", "$"),
        ("format: 1", "$"),
        (SMALL.replace("format: 1", "format: 2"), "$.format"),
        (SMALL.replace(", en: Sample", ""), "$.name.en"),
        (SMALL + "unit: []", "$.unit"),
        (SMALL + "programmes: {}", "$.programmes"),
        (SMALL + "places: atlantis", "$.places"),
        (SMALL + "leagues:\n  - {code: a, vi: A}", "$.leagues[0]"),
        (SMALL + "leagues:\n  - {code: a, vi: A, en: ''}", "$.leagues[0].en"),
        (SMALL + "leagues:\n  - {code: a, vi: A, en: A, name: A}", "$.leagues[0]"),
        (SMALL + "leagues:\n  - {code: a, code: b, vi: A, en: A}", "$"),
        (SMALL.replace("2025-07-01", "2025-07-32"), "$.units[1].from"),
        (SMALL.replace("kind: province", "kind: county"), "$.units[1].kind"),
        (SMALL + "changes:\n  - {kind: merge, from: [a], to: [b], on: soon}", "$.changes[0]"),
        (SMALL + "method: {version: one}", "$.method.version"),
        (SMALL + "posts:\n  - {code: someone, vi: A, en: A}", "$.posts[0].code"),
    ],
)
def test_a_fault_is_told_with_its_path(text: str, path: str) -> None:
    _, faults = parse(text)
    assert [fault.path for fault in faults] == [path]


def test_one_run_shows_every_fault() -> None:
    text = SMALL.replace("kind: province", "kind: county") + "leagues:\n  - {}\n  - {code: 1}"
    assert len(parse(text)[1]) == 3


def test_parameters_are_numbers_where_they_look_like_one() -> None:
    catalogue, faults = parse(SMALL + "method: {parameters: {due_soon_days: 7, hours: 22-6}}")
    assert catalogue is not None and not faults
    assert catalogue.method.parameters == {"due_soon_days": 7.0, "hours": "22-6"}


def test_loading_a_bad_file_tells_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(SMALL.replace("parent: vn", "parent: vn.99"))
    with pytest.raises(CatalogueError, match=r"\$\.units\[vn\.15\]\.parent: expected the code"):
        load(file)
    with pytest.raises(CatalogueError, match="readable"):
        load(tmp_path / "missing.yaml")


def test_the_shipped_catalogue_is_good() -> None:
    catalogue = load(SHIPPED)
    kinds = Counter(unit.kind for unit in catalogue.units)
    assert (kinds["province"], kinds["commune"], kinds["central_body"]) == (34, 3321, 48)
    assert [programme.code for programme in catalogue.programmes] == [
        "nq57", "nq59", "nq66", "nq68", "nq70", "nq71", "nq72",
    ]  # fmt: skip
    assert len(catalogue.programme_by_code["nq57"].plans) == 2
    assert [field.code for field in catalogue.fields] == list("ABCDEFG")
    assert len(catalogue.indicators) == 62
    assert catalogue.sample


def test_shipped_indicators_keep_unknown_values_unknown() -> None:
    indicators = load(SHIPPED).indicator_by_code
    assert indicators["D05"].baselines == indicators["D05"].targets == ()
    [base], [target] = indicators["C01"].baselines, indicators["C01"].targets
    assert (base.value, base.on) == (26, date(2025, 6, 30))
    assert (target.value, target.on) == (90, date(2025, 12, 31))
    assert indicators["A06"].members == 139
    assert sum(indicator.per_province for indicator in indicators.values()) >= 20
