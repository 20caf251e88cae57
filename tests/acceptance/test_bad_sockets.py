"""Bad sockets: foreign pages, garbage, floods; each is closed with its reason, no other notices."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.acceptance.hostile import frame, spoken
from tests.acceptance.system import System, until

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("unharmed")]
HOST = b"Host: a\r\n"
SOCKETS = 50  # of one address (`web.lodge`)


def live(attacked: System, query: str = "board=vn", **headers: str) -> ClientConnection:
    """A socket at the live address."""
    address = attacked.base.replace("http", "ws", 1) + f"/live?{query}"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return connect(address, open_timeout=20, close_timeout=5, additional_headers=given)


def closed_with(client: ClientConnection) -> int | None:
    """The code the web closes with."""
    try:
        while True:
            client.recv(timeout=20)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://[", "http://127.0.0.1.evil.example"]
)
def test_a_foreign_page_gets_no_socket(attacked: System, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        live(attacked, Origin=origin)
    assert refused.value.response.status_code == 403
    with live(attacked), live(attacked, Origin=attacked.base):
        pass  # no browser, or our own page


@pytest.mark.parametrize(
    "query", ["board=zz", "board=vn@zz", "board=%00", "inbox=zz", "inbox=%00", ""]
)
def test_a_socket_on_nothing_is_told_so(attacked: System, query: str) -> None:
    with live(attacked, query) as client:
        assert closed_with(client) == 4004


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(1, b"hello"), 1003),
        (frame(1, b'{"t":"a","s":-1}'), 1003),
        (frame(1, b"[" * 190), 1003),
        (frame(2, b"\x00\xff"), 1003),
        (frame(1, b"\xff\xfe"), 1007),
        (frame(1, b"x" * 5_000), 1009),
        (frame(1, b"x", length=2**62), 1009),
        (frame(1, b"", first=0) + frame(0, b"", first=0) * 10_000, 1009),
        (frame(5, b"x"), 1002),
        (frame(1, b"x", first=0xF0), 1002),
        (frame(9, b"x" * 126), 1002),
        (b"GET / HTTP/1.1\r\n\r\n", 1002),
        (frame(1, b'{"t":"a","s":1}') * 200, 1008),
    ],
)
def test_frames_that_are_none_end_the_socket(attacked: System, sent: bytes, code: int) -> None:
    with live(attacked) as client:
        client.socket.sendall(sent)
        assert closed_with(client) == code


def test_an_address_has_so_many_sockets_and_no_more(attacked: System) -> None:
    far = {"X_Forwarded_For": "203.0.113.7"}

    def enters() -> bool:
        try:
            with live(attacked, **far):
                return True
        except InvalidStatus:
            return False

    with ExitStack() as held:
        for _ in range(SOCKETS - 1):
            held.enter_context(live(attacked, **far))
        with live(attacked, **far):
            assert not enters(), "one socket too many"
            with live(attacked, X_Forwarded_For="203.0.113.8"):
                pass
        until(enters, bool, "a place that became free")


def test_a_handshake_that_cannot_be_read_is_refused(attacked: System) -> None:
    upgrade = b" HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    for target in (b"/live?board=" + b"a" * 20_000, b"/live?board=vn"):
        said = spoken(attacked, b"GET " + target + upgrade)
        assert said.startswith(b"HTTP/1.1 400 "), said[:200]
