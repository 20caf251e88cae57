"""Choices of the reader: address, then cookie, then default."""

import pytest

from tests.web.pages_rig import client
from web.pages.look import Look, has_switch, is_public, role_of, with_query


def look(viewer: str = "office") -> Look:
    return Look(lang="vi", theme="", viewer=viewer, viewers=(), here="/boards/vn?lang=vi&x=1")


def test_the_other_language_keeps_the_rest_of_the_address() -> None:
    assert look().other_language == "/boards/vn?lang=en&x=1"
    assert look().dark == "/boards/vn?lang=vi&x=1&theme=dark"
    assert with_query("/a", theme="light") == "/a?theme=light"


@pytest.mark.parametrize(("cookie", "role"), [("minister", "minister"), ("king", "office")])
def test_roles(cookie: str, role: str) -> None:
    assert role_of({"nhip_role": cookie}) == role
    assert role_of({}) == "office"


def test_who_urges() -> None:
    assert [look(role).may_urge for role in ("office", "minister", "officer", "public")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_address_decides_and_a_cookie_remembers() -> None:
    browser = client()
    first = browser.get("/boards/vn?lang=en&theme=light")
    assert 'lang="en"' in first.text
    assert 'data-theme="light"' in first.text
    assert 'lang="en"' in browser.get("/boards/vn").text
    assert 'lang="vi"' in browser.get("/boards/vn?lang=vi").text


def test_nonsense_is_not_remembered() -> None:
    answer = client().get("/boards/vn?lang=xx&theme=pink")
    assert "set-cookie" not in answer.headers
    assert 'lang="vi"' in answer.text


def test_no_switch_in_production() -> None:
    assert 'action="/viewer"' in client().get("/boards/vn").text
    assert 'action="/viewer"' not in client(profile="prod").get("/boards/vn").text


def test_links_stay_on_this_site() -> None:
    answer = client().get("http://testserver//evil.example/x", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/evil.example/x?lang=en"' in answer.text
    assert 'href="//' not in answer.text


@pytest.mark.parametrize(
    ("profile", "readers", "role", "public"),
    [
        ("demo", "internal", "public", True),
        ("demo", "internal", "office", False),
        ("demo", "internal", "", False),
        ("demo", "public", "office", True),
        ("prod", "internal", "public", False),
        ("prod", "public", "office", True),
    ],
)
def test_who_is_of_the_public(profile: str, readers: str, role: str, public: bool) -> None:
    assert is_public({"nhip_role": role}, profile=profile, readers=readers) is public
    assert has_switch(profile, readers) is (profile == "demo" and readers == "internal")
