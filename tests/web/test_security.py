"""Every answer carries the policy; no unsafe request of another site gets through."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from web.security import HEADERS, POLICY, Security, same_site

OWN = "http://testserver"


async def fine(request: Request) -> Response:
    return PlainTextResponse("fine")


def client(base: str = OWN) -> TestClient:
    app = Starlette(
        routes=[Route("/", fine, methods=["GET", "POST"])], middleware=[Middleware(Security)]
    )
    return TestClient(app, base_url=base)


def test_headers_are_on_every_answer() -> None:
    for answer in (client().get("/"), client().get("/none"), client().post("/")):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_what_does_not_say_how_long_it_may_be_kept_is_kept_nowhere() -> None:
    kept = PlainTextResponse("fine", headers={"Cache-Control": "max-age=60"})

    async def told(request: Request) -> Response:
        return kept

    app = Security(Starlette(routes=[Route("/", fine), Route("/kept", told)]))
    browser = TestClient(app, base_url=OWN)
    found = [browser.get(path).headers["cache-control"] for path in ("/", "/kept")]
    assert found == ["no-store", "max-age=60"]


def test_the_policy_allows_no_eval_and_no_foreign_script() -> None:
    assert "script-src 'self';" in POLICY and "unsafe-eval" not in POLICY
    assert "default-src 'none'" in POLICY and "frame-ancestors 'none'" in POLICY


def test_https_is_kept() -> None:
    assert "strict-transport-security" not in client().get("/").headers
    assert "strict-transport-security" in client("https://testserver").get("/").headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": OWN}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": OWN, "Host": "["}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "https://evil.example", "Authorization": "Bearer x"}, 200),
    ],
)
def test_unsafe_methods(headers: dict[str, str], status: int) -> None:
    assert client().post("/", headers=headers).status_code == status


def test_no_question_holds_a_nul() -> None:
    assert client().get("/?unit=a%00b").status_code == 400
    assert client().get("/?unit=a%2500b").status_code == 200, "a percent sign is no NUL"


def test_no_address_holds_a_nul() -> None:
    answer = client().get("/boards/%00")
    assert answer.status_code == 400 and "%00" in answer.text


def test_safe_methods_may_come_from_anywhere() -> None:
    assert client().get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_further_origins_may_be_allowed() -> None:
    headers = Headers({"origin": "https://wall.example"})
    assert not same_site(headers, OWN)
    assert same_site(headers, OWN, ("https://wall.example",))
