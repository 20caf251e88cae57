"""How many sockets one address may hold in this process. Pure."""

from __future__ import annotations

from collections import Counter

PER_ADDRESS = 50
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Lodge:
    """Counts sockets by address; loopback is a proxy or a test and counts for nobody."""

    def __init__(self, per_address: int = PER_ADDRESS) -> None:
        self._per_address = per_address
        self._inside: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Take a place; False: this address has all of its places taken."""
        if address not in LOOPBACK and self._inside[address] >= self._per_address:
            return False
        self._inside[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Give the place back."""
        self._inside[address] -= 1
        if self._inside[address] <= 0:
            del self._inside[address]
