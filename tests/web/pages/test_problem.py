"""Addresses that lead nowhere."""

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tests.web.pages_rig import ManualSite, as_site, client
from web.pages.problem import Problems, wants_page


def request(path: str, accept: str = "text/html") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [(b"accept", accept.encode())],
        }
    )


def test_people_are_told_where_to_go_on() -> None:
    answer = client().get("/nowhere")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.text
    assert 'href="/boards/vn"' in answer.text


@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        ("/nowhere", "text/html", True),
        ("/nowhere", "*/*", False),
        ("/api/nowhere", "text/html", False),
        ("/boards/x.json", "text/html", False),
    ],
)
def test_machines_are_answered_in_json(path: str, accept: str, page: bool) -> None:
    assert wants_page(request(path, accept)) is page


async def test_other_faults_are_said_in_json() -> None:
    handle = Problems(as_site(ManualSite())).handle
    refused = await handle(request("/x"), HTTPException(405, "Method Not Allowed"))
    assert refused.status_code == 405
    assert b"GET /x: Method Not Allowed" in bytes(refused.body)
    assert (await handle(request("/x"), ValueError("secret"))).status_code == 500
