"""`/boards/{scope}/why`: what an address may ask, and the page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from schema.shares import Shared
from tests.web.compose.accounts.test_account import story as account_story
from tests.web.compose.test_why import story
from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import client
from web.compose.accounts.account import Account
from web.compose.accounts.unshared import Unshared
from web.compose.moment import Moment
from web.compose.why import KNOWN, WhyFacts
from web.pages.accounts import FIGURES, Accounts
from web.pages.ends import NotClosed
from web.pages.kept import Later
from web.pages.moves import Moves
from web.pages.why import end_of, instead_of, offered
from web.words import words


def off_the_loop(answer: Any) -> Any:
    """What was read, worked on where nobody else waits."""
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextmanager
def told(monkeypatch: pytest.MonkeyPatch, answer: WhyFacts | Exception) -> Iterator[None]:
    """What SQL has to say."""

    async def read(*_: Any) -> Later[WhyFacts]:
        return partial(off_the_loop, answer)

    with monkeypatch.context() as patch:
        patch.setattr(Moves, "read", read)
        yield


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


def test_what_is_no_figure_or_no_span_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client().get("/boards/vn/why?figure=nonsense").status_code == 404
    assert client().get("/boards/vn.99/why").status_code == 404
    assert client().get("/boards/vn/why?from=x").status_code == 400
    with told(monkeypatch, NotClosed("expected a country of which a day is closed")):
        assert client().get("/boards/vn/why").status_code == 400


def test_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    with told(monkeypatch, story()):
        answer = client().get("/boards/vn/why.csv?figure=planning/states/overdue&excel=1")
    rows = answer.text.splitlines()
    assert answer.headers["content-disposition"] == 'attachment; filename="nhip-why-vn.csv"'
    assert rows[0].startswith("\N{BYTE ORDER MARK}part;kind;unit;lead")
    assert rows[-1].startswith("difference;") and ";2;" in rows[-1]


def accounted(monkeypatch: pytest.MonkeyPatch, answer: Account | Exception) -> None:
    async def read(*_: Any) -> Later[Account]:
        return partial(off_the_loop, answer)

    monkeypatch.setattr(Accounts, "read", read)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_account_has_the_same_page(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    accounted(monkeypatch, account_story())
    text = client().get(f"/boards/vn/why?figure=operational/days_behind&lang={lang}").text
    assert 'data-figure="parts/1/adds"' in text and "/boards/vn/turns?leaf=" in text
    assert bare_digits(text) == []
    told = client().get("/boards/vn/why.json?figure=operational/days_behind").json()
    assert told["difference_exact"] == "2"
    sheet = client().get("/boards/vn/why.csv?figure=operational/days_behind").text
    assert sheet.splitlines()[-1].startswith("difference,")


def test_a_figure_that_was_not_known_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = Shared(before=None, after=Fraction(1), shares={})
    accounted(monkeypatch, replace(account_story(unknown), notes=("why.unknown",)))
    text = client().get("/boards/vn/why?figure=index&lang=en").text
    assert words("en").say("why.unknown") in text
    assert words("en").say("why.nothing") not in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_cannot_be_shared_says_why_and_where_to_look(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "figure=windows/d7/lag_verified"
    told = client().get(f"/boards/vn/why.json?{asked}&lang={lang}").json()
    assert (told["attributable"], told["reason"]) == (False, "median")
    assert told["instead"] == ["/boards/vn/updates", "/boards/vn/windows"]
    answer = client().get(f"/boards/vn/why?{asked}&lang={lang}")
    assert answer.status_code == 200 and told["why"] in answer.text
    assert client().get(f"/boards/vn/why.csv?{asked}").text.startswith("scope,")
    accounted(monkeypatch, Unshared("units_only"))
    assert client().get("/boards/vn/why.json?figure=score").json()["reason"] == "units_only"


def test_what_units_alone_have_is_told_of_the_unit_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reader of a province's programme is led to the province, not to the nation."""
    accounted(monkeypatch, Unshared("units_only"))
    told = client().get("/boards/vn.15@nq57/why.json?figure=windows/d7/reports").json()
    assert told["instead"] == ["/boards/vn.15/why?figure=windows%2Fd7%2Freports"]
    for field_or_post in ("f.A", "m.science"):
        led = instead_of("programme_off", f"/boards/{field_or_post}", field_or_post, "score")
        assert led == "/boards/vn/why?figure=score"


def test_an_end_that_is_not_kept_is_told_with_the_one_that_is() -> None:
    at = datetime(2026, 11, 15, 17, tzinfo=UTC)
    frame = SimpleNamespace(words=words("en"))
    close = end_of(
        Moment(at=at, day=date(2026, 11, 15), kept="close", asked="x"), cast("Any", frame)
    )
    assert close == {"said": "24:00 15/11/2026", "asked": "2026-11-15", "instead": "x"}
    within = end_of(Moment(at=at, day=None, kept="history"), cast("Any", frame))
    assert within["asked"] == "2026-11-15T17:00:00+00:00"
    assert end_of(Moment(at=at, day=None, kept="now"), cast("Any", frame))["said"] == "now"
    assert end_of(None, cast("Any", frame))["asked"] == ""


def test_the_default_figure_has_a_formula_and_all_are_offered() -> None:
    assert "planning/on_time_rate" in KNOWN
    assert set(offered()) == KNOWN | set(FIGURES)
