"""Which addresses a webhook may call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.guard import Forbidden, checked, place

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]


def test_where_a_url_points() -> None:
    found = place("https://Example.VN/hook/a?b=c#d", loopback=False)
    assert (found.scheme, found.host, found.port) == ("https", "example.vn", 443)
    assert (found.path, found.authority) == ("/hook/a?b=c", "example.vn")
    assert place("https://example.vn:8443", loopback=False).authority == "example.vn:8443"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.vn/", "expected https"),
        ("https://example.vn:22/", "expected port 443 or 8443"),
        ("https://user:secret@example.vn/", "no user name"),
        ("https:///path", "expected https://host/path"),
        ("file:///etc/passwd", "expected https://host/path"),
        ("gopher://example.vn/", "expected https://host/path"),
        ("https://example.vn:99999/", "no URL"),
        ("https://[::1/", "no URL"),
        ("", "expected https://host/path"),
        ("http://localhost/", "expected https"),
    ],
)
def test_what_is_no_place_to_post_to(url: str, said: str) -> None:
    with pytest.raises(Forbidden, match=said):
        place(url, loopback=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_called(address: str) -> None:
    assert (
        checked(place("https://example.vn/", loopback=False), [address], loopback=False) == address
    )


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("loopback", [False, True])
def test_nothing_inside_our_walls_is_called_by_name(address: str, loopback: bool) -> None:
    where = place("https://example.vn/", loopback=loopback)
    with pytest.raises(Forbidden, match="may not be called"):
        checked(where, [address], loopback=loopback)


def test_one_bad_address_among_good_ones_is_enough() -> None:
    where = place("https://example.vn/", loopback=False)
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        checked(where, [*PUBLIC, "10.0.0.1"], loopback=False)


def test_a_name_without_addresses() -> None:
    with pytest.raises(Forbidden, match="has no address"):
        checked(place("https://example.vn/", loopback=False), [], loopback=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_the_demo_may_call_this_machine(host: str) -> None:
    where = place(f"http://{host}:9000/hook", loopback=True)
    address = host.strip("[]").replace("localhost", "127.0.0.1")
    assert checked(where, [address], loopback=True) == address
    assert where.authority == f"{host}:9000"


def test_localhost_that_is_not_this_machine() -> None:
    with pytest.raises(Forbidden):
        checked(place("http://localhost/", loopback=True), PUBLIC, loopback=True)


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_forbidden(url: str) -> None:
    try:
        found = place(url, loopback=False)
    except Forbidden:
        return
    assert found.scheme == "https" and found.port in (443, 8443)


@given(st.ip_addresses())
def test_any_address_that_may_be_called_is_global(address: object) -> None:
    where = place("https://example.vn/", loopback=False)
    try:
        checked(where, [str(address)], loopback=False)
    except Forbidden:
        return
    assert getattr(address, "is_global", False)
    assert not getattr(address, "is_multicast", True)
