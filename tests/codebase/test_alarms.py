"""The alarms for Prometheus are well formed, speak of numbers there are, and each is explained."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from deploy.places import REPO
from schema.settings import Settings
from web.metrics import Metrics
from web.site import Site

FILE = REPO / "deploy" / "prometheus" / "alarms.yaml"
PAGE = (REPO / "docs" / "operate.md").read_text()
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]
]
NAMES = [rule["alert"] for rule in RULES]
FIELDS = {"alert", "expr", "for", "labels", "annotations"}
ENDINGS = ("_total", "_count", "_sum", "_bucket", "")


async def _nothing() -> dict[str, Any]:
    return {}


def exposed() -> set[str]:
    """Every number of ours that `/metrics` has, as Prometheus names it."""
    families = Metrics(Site(Settings()), _nothing).registry.collect()
    return {
        family.name + ("_total" if family.type == "counter" else "")
        for family in families
        if family.name.startswith("nhip_")
    }


def section(title: str) -> str:
    """What stands under a heading of the page."""
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def table() -> dict[str, set[str]]:
    """The metrics of the page, with the alarms that speak of them."""
    rows = re.findall(r"^\| `(nhip_\w+)` \| .+ \| (.+) \|$", section("Metrics"), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "each is told once"
    return {name: set() if alarms == "–" else set(alarms.split(", ")) for name, alarms in rows}


def asked(rule: dict[str, Any]) -> set[str]:
    """The numbers an alarm looks at, as the page names them."""
    known = exposed()
    found = set()
    for name in re.findall(r"\bnhip_\w+", rule["expr"]):
        names = [name.removesuffix(ending) for ending in ENDINGS] + [name]
        found.add(next((each for each in names if each in known), name))
    return found


def test_every_metric_is_explained_and_nothing_else_is() -> None:
    assert table().keys() == exposed()


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_an_alarm_is_well_formed(rule: dict[str, Any]) -> None:
    assert rule.keys() == FIELDS
    assert re.fullmatch(r"Nhip[A-Z][A-Za-z]+", rule["alert"])
    assert re.fullmatch(r"\d+[smh]", rule["for"])
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] == f"docs/operate.md#{rule['alert'].lower()}"
    for opening, closing in ("()", "{}", "[]"):
        assert rule["expr"].count(opening) == rule["expr"].count(closing)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_an_alarm_looks_at_numbers_there_are_and_the_table_says_so(rule: dict[str, Any]) -> None:
    assert asked(rule) and asked(rule) <= exposed()
    told = {name for name, alarms in table().items() if rule["alert"] in alarms}
    assert told == asked(rule)


def test_each_alarm_is_a_heading_and_each_heading_an_alarm() -> None:
    headings = re.findall(r"^### (.+)$", section("What each alarm means"), re.MULTILINE)
    assert sorted(headings) == sorted(NAMES) and len(set(NAMES)) == len(NAMES)


def test_the_table_names_no_other_alarm() -> None:
    assert set().union(*table().values()) == set(NAMES)


def test_prometheus_is_told_of_them() -> None:
    given = yaml.safe_load((FILE.parent / "prometheus.yaml").read_text())
    assert given["rule_files"] == [FILE.name]
    assert given["scrape_configs"][0]["static_configs"][0]["targets"] == ["127.0.0.1:8000"]
