"""`/boards/{scope}/why`: what an address may ask, and the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.web.compose.test_why import story
from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import client
from web.compose.why import KNOWN, WhyFacts
from web.pages.moves import Moves, NotClosed
from web.pages.span import BadSpan
from web.pages.why import days

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


@contextmanager
def told(monkeypatch: pytest.MonkeyPatch, answer: WhyFacts | Exception) -> Iterator[None]:
    """What SQL has to say."""

    async def read(*_: Any) -> WhyFacts:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Moves, "read", read)
        yield


def test_by_default_it_is_the_last_week() -> None:
    assert days({}, NOW) == (date(2026, 11, 15), None)
    assert days({"from": "now-30d", "to": "2026-11-21"}, NOW) == (
        date(2026, 10, 23),
        date(2026, 11, 21),
    )


@pytest.mark.parametrize(
    "given",
    [
        {"from": "now"},
        {"from": "2026-11-20T10:00:00+07:00"},
        {"from": "2026-11-20", "to": "2026-11-19"},
        {"to": "2026-11-22"},
        {"from": "now-99999d"},
    ],
)
def test_only_closes_that_are_over_and_now_are_understood(given: dict[str, str]) -> None:
    with pytest.raises(BadSpan):
        days(given, NOW)


@pytest.mark.parametrize("figure", ["planning/states/overdue", "planning/completion_of_due"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page(figure: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with told(monkeypatch, story(figure, published=4)):
        text = client().get(f"/boards/vn/why?figure={figure}&lang={lang}").text
    assert 'data-figure="difference"' in text and "/boards/vn/turns?leaf=" in text
    assert bare_digits(text) == []


def test_the_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    with told(monkeypatch, story()):
        twin = client().get("/boards/vn/why.json?figure=planning/states/overdue").json()
    assert (twin["difference_exact"], twin["causes"]["time"]["exact"]) == ("2", "2")


def test_what_cannot_be_told_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client().get("/boards/vn/why?figure=index").status_code == 404
    assert client().get("/boards/vn.99/why").status_code == 404
    assert client().get("/boards/vn/why?from=x").status_code == 400
    with told(monkeypatch, NotClosed("expected days from … to …")):
        assert client().get("/boards/vn/why").status_code == 400


def test_the_default_figure_has_a_formula() -> None:
    assert "planning/on_time_rate" in KNOWN
