"""Which addresses a webhook may call: nothing inside our own walls. Pure.

A name is resolved once, every address it has is checked, and the connection goes to the address
that was checked, so that a name cannot change its mind in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from msgspec import Struct

from schema.errors import NhipError

PORTS = frozenset({443, 8443})
_TUNNELS = tuple(ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32"))
"""IPv6 that carries an IPv4 address to who knows where: NAT64, 6to4, Teredo."""

Address = IPv4Address | IPv6Address


class Forbidden(NhipError):
    """A webhook's address may not be called."""


class Place(Struct, frozen=True, kw_only=True):
    """Where a URL points."""

    scheme: str
    host: str
    port: int
    path: str
    """With the query."""

    @property
    def authority(self) -> str:
        """The value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def place(url: str, *, loopback: bool) -> Place:
    """Where a webhook's URL points; with `loopback` also http and other ports of this machine.

    Raises Forbidden saying what is wrong with it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"no URL: {error}") from error
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise Forbidden(f"expected https://host/path, got {url!r}")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("expected no user name or password in the URL")
    found = Place(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or {"https": 443, "http": 80}[parts.scheme],
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    if not (loopback and _names_loopback(found.host)):
        _check_public(found)
    return found


def checked(where: Place, addresses: Sequence[str], *, loopback: bool) -> str:
    """The address to connect to, after all that the name has were checked.

    Raises Forbidden when there is none, or any of them may not be called.
    """
    if not addresses:
        raise Forbidden(f"{where.host} has no address")
    own = loopback and _names_loopback(where.host)
    for text in addresses:
        address = _plain(ip_address(text))
        if not (address.is_loopback if own else _is_public(address)):
            raise Forbidden(f"{where.host} is {address}, which may not be called")
    return addresses[0]


def _check_public(found: Place) -> None:
    if found.scheme != "https":
        raise Forbidden(f"expected https, got {found.scheme}")
    if found.port not in PORTS:
        raise Forbidden(f"expected port {' or '.join(map(str, sorted(PORTS)))}, got {found.port}")


def _names_loopback(host: str) -> bool:
    try:
        return _plain(ip_address(host)).is_loopback
    except ValueError:
        return host == "localhost"


def _plain(address: Address) -> Address:
    """An IPv4 address written as IPv6, as what it is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_public(address: Address) -> bool:
    tunnelled = any(
        address in network for network in _TUNNELS if network.version == address.version
    )
    return address.is_global and not address.is_multicast and not tunnelled
