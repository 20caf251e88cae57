"""The list of pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from starlette.datastructures import QueryParams
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.web.pages_rig import ManualSite, as_site, client
from web.pages.routes import routes
from web.security import Security


def test_the_front_door_leads_to_the_national_board() -> None:
    answer = client().get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/boards/vn")


def test_no_address_twice() -> None:
    paths = [route.path for route in routes(as_site(ManualSite())) if isinstance(route, Route)]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    "path",
    ["/boards/vn", "/boards/vn.json", "/units/vn.15", "/report", "/report?unit=vn.15", "/ranking",
     "/ranking.json", "/ranking.csv", "/alerts", "/alerts.json", "/alerts?unit=vn.15",
     "/programmes", "/programmes.json", "/method", "/wall/nation", "/wall/nation.json",
     "/wall/vn.15", "/wall/vn@nq57", "/boards/vn/units", "/boards/vn/units.json",
     "/find", "/units/vn.15.json"],
)  # fmt: skip
def test_every_page_answers_in_both_languages(path: str) -> None:
    joint = "&" if "?" in path else "?"
    for lang in ("vi", "en"):
        assert client().get(f"{path}{joint}lang={lang}").status_code == 200


KEPT: dict[str, list[Any]] = {
    "kept": [(date(2026, 8, 24), date(2026, 11, 21), datetime(2026, 8, 24, 3, tzinfo=UTC))],
    "closed_days": [(date(2026, 8, 24), date(2026, 11, 21))],
}
ODD = (
    *(
        "\0",
        "a\0b",
        "\ud800",
        "9" * 30,
        "1e999",
        "-1",
        "'\"<>;--%",
        "=1+1",
        "Ủy ban nhân dân " * 40,
    ),
    *(
        "~~~~~",
        "a~b~c~d~e~f",
        "9999-12-31~0~0",
        f"2026-11-20~x~{10**30}",
        "0001-01-01",
        "9999-12-31",
    ),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "now-9999d", "9999d", "0000-Q0"),
    *("windows/zzz/lag_x", "strategic/indicators/x/y", "wave/x", "headline/x", "vn.99.99999"),
)
LISTS = frozenset(
    ("after", "asked_of", "channel", "day", "due", "figure", "from", "indicator", "leaf", "of",
     "period", "sign", "state", "subject", "to", "type", "unit", "within")
)  # fmt: skip
"""Keys of lists, which take all of an address at once."""
ROUTES = sorted(
    route.path
    for route in routes(as_site(ManualSite()))
    if isinstance(route, Route) and "GET" in (route.methods or ())
)


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys pages look for in an address."""
    found: set[str] = set()
    get = QueryParams.get

    def noted(self: QueryParams, key: Any, default: Any = None) -> Any:
        found.add(key)
        return get(self, key, default)

    monkeypatch.setattr(QueryParams, "get", noted)
    return found


@pytest.mark.parametrize("path", ROUTES)
def test_whatever_is_asked_is_answered(path: str, asked_for: set[str]) -> None:
    """An address anyone can type is no fault of ours: it is understood or refused, never a 500."""
    browser = TestClient(Security(client(KEPT).app), headers={"accept": "text/html"})
    known, tried = path.format(scope="vn", code="vn.15", playlist="nation"), set[str]()
    for odd in ODD if "{" in path else ():
        where = path.format(
            scope=_typed(odd), code=_typed(f"vn@{odd}"), playlist=_typed(f"vn@{odd}")
        )
        assert browser.get(where, follow_redirects=False).status_code < 500, odd
    browser.get(known, follow_redirects=False)
    asked_for |= LISTS if path.startswith("/boards/") and path.endswith(".json") else set()
    while left := asked_for - tried:
        key = left.pop()
        tried.add(key)
        for odd in ODD:
            where = f"{known}?{key}={_typed(odd)}"
            assert browser.get(where, follow_redirects=False).status_code < 500, where


@pytest.mark.parametrize(
    "address",
    [
        "why?from=9999-12-31",
        "why?from=0001-01-01T00:00:00%2B14:00",
        "why?figure=windows/zzz/lag_x",
        "history.json?bucket=1850d",
        "history.json?bucket=1850d&from=2026-01-01",
        "history.json?from=9999-12-31",
        "updates?day=9999-12-31",
        "updates?to=9999-12-31",
    ],
)
def test_ends_of_time_and_windows_there_are_none_of(address: str) -> None:
    assert client(KEPT).get(f"/boards/vn/{address}").status_code in (200, 400, 404)


def _typed(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
