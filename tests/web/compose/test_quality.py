"""Data quality on the unit's page: figures, violations, the repairs that raise it most."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schema.quality import PARTS, Quality, twin
from schema.repairs import ACTS, PART, Violation, gain, lowers
from web.compose.quality import Found, repair_address, subject_address, tile
from web.compose.tile import resolve
from web.words import words

ON = date(2026, 11, 9)
WHOLE = Quality(
    slots=10, on_time=6, late=1, share=70_000, checks=20, severity=3, records=30, faults=2,
    tasks=4, fresh=3, weight=4_000, weight_fresh=3_000,
)  # fmt: skip


def violation(kind: str, **given: Any) -> Violation:
    fields = {"subject": "vn.15.t0001", "unit": "vn.15", "on": ON, **given}
    return Violation(kind=kind, **fields)


MISSING = violation("missing", period="2026-W45", recurring=True, subject="vn.15.t0002")
STALE = violation("stale", stale=True, weight=1_000)
FALL = violation("fall_without_reason", update="u1")
FOUND = tuple(Found(violation=one, title="x") for one in (MISSING, STALE, FALL))


def made(lang: str = "vi") -> Any:
    return tile(WHOLE, {"quality": twin(WHOLE)}, FOUND, words(lang))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_figure_is_in_the_twin(lang: str) -> None:
    found = made(lang)
    whole = {"quality": twin(WHOLE) | found.twin["quality"]}
    for pointer in found.said:
        resolve(whole, pointer)
    assert {f"quality/{part}" for part in ("dq", *PARTS)} <= found.said.keys()


def test_the_repairs_are_the_best_with_their_gain_in_points() -> None:
    found = made()
    gains = [gain(WHOLE, one) or 0 for one in (MISSING, STALE, FALL)]
    told = [one["gain"] for one in found.twin["quality"]["repairs"]]
    assert told == [float(one) for one in sorted(gains, reverse=True)]
    text, _ = found.said["quality/repairs/0/gain"]
    assert text.startswith("+") and "," in text
    assert len(found.page["repairs"]) == 3


def test_without_a_score_violations_stand_all_the_same() -> None:
    found = tile(None, {"quality": twin(None)}, FOUND, words("vi"))
    assert found.twin["quality"]["repairs"] == [] and found.page["why_none"] == "too_few"
    assert [one["gain"] for one in found.twin["quality"]["violations"]] == [None, None, None]


def test_a_link_repairs_as_far_as_a_form_can() -> None:
    assert repair_address(MISSING) == (
        "/report?unit=vn.15&task=vn.15.t0002&act=completed&period=2026-W45"
    )
    assert repair_address(FALL) == "/report?unit=vn.15&task=vn.15.t0001&act=explain&update=u1"
    assert repair_address(violation("returned", update="u1")) is None


def test_a_violation_leads_to_its_task_and_update() -> None:
    assert subject_address(FALL) == "/tasks/vn.15.t0001#u-u1"
    assert subject_address(MISSING) == "/tasks/vn.15.t0002"
    assert subject_address(violation("outlier", subject="D01@vn.15")) is None
    assert subject_address(violation("orphan")) is None, "nobody has assigned it"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_violation_and_act_has_words(lang: str) -> None:
    said = words(lang).phrases
    assert {f"quality.{kind}" for kind in PART} <= said.keys()
    acts = {*ACTS.values(), "completed", "progress"}
    assert {f"quality.act_{act}" for act in acts} <= said.keys()


def test_what_lowers_it_most_stands_first() -> None:
    sent_back = Found(violation=violation("returned", update="u2"), title="x")
    found = (*FOUND, sent_back)
    told = tile(WHOLE, {"quality": twin(WHOLE)}, found, words("vi")).twin["quality"]["violations"]
    lowered = [lowers(WHOLE, one.violation) for one in found]
    by_kind = dict(zip((one.violation.kind for one in found), lowered, strict=True))
    assert [by_kind[one["kind"]] for one in told] == sorted(lowered, reverse=True)
