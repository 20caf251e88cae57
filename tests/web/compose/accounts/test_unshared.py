"""What has no account says why not, in both languages, and where to look."""

from __future__ import annotations

import pytest

from web.compose.accounts.unshared import REASONS, Unshared, reason
from web.words import LANGUAGES, words


@pytest.mark.parametrize(
    ("figure", "named"),
    [
        ("windows/d7/lag_verified", "median"),
        ("windows/d7/lag_received/n", "median"),
        ("windows/today/before/completions", "arrivals"),
        ("operational/planned_start", "date"),
        ("wave/untold", "untold"),
        ("wave/days/0/at_risk", "untold"),
        ("strategic/indicators/0/p_hit", "chance"),
        ("headline/overdue", "words"),
        ("strategic/index", None),
        ("nonsense", None),
    ],
)
def test_a_figure_without_an_account(figure: str, named: str | None) -> None:
    assert reason(figure) == named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_is_told_with_a_way_on(lang: str) -> None:
    for name, pages in REASONS.items():
        assert words(lang).say(f"why.no_{name}") and pages
        assert all(words(lang).say(f"why.see_{page}") for page in pages)
    assert Unshared("median").reason == "median"
