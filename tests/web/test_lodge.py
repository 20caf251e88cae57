"""An address has so many sockets; loopback (a proxy) is not counted against anybody."""

from __future__ import annotations

from web.lodge import Lodge


def test_an_address_has_its_places() -> None:
    lodge = Lodge(per_address=2)
    assert [lodge.enter("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert lodge.enter("10.0.0.2")
    lodge.leave("10.0.0.1")
    assert lodge.enter("10.0.0.1")


def test_loopback_is_free() -> None:
    lodge = Lodge(per_address=1)
    assert all(lodge.enter("127.0.0.1") for _ in range(5))
