"""door: processor time that looking at a full body takes, be its sender honest or not.

Whoever may post may post the largest body there is, again and again: none may cost much more than
an ordinary one of its size.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from schema.door import MAX_BODY, examine
from schema.errors import Refused
from tests.schema.posts import COMMUNE, KNOWN, NOW, act, assigned, body, post, progress

Figure = tuple[str, float, str, str | None, float | None]
ROUNDS = 5
ORDINARY_MS, WORST_MS = 50, 150


def full() -> bytes:
    """About 1 MiB of ordinary reports."""
    updates = [[progress(reason="x" * 20) for _ in range(500)] for _ in range(9)]
    return body([post(*some) for some in updates])


HEAVY: dict[str, Callable[[], bytes]] = {
    "ordinary": full,
    "many reports": lambda: body([post() for _ in range(1_000)]),
    "many numbers": lambda: b"[" + b"1," * 500_000 + b"1]",
    "unknown units": lambda: body(post(*(assigned(coordinators=[f"x{n}" for n in range(500)])
                                         for _ in range(200)))),
    "long nil reports": lambda: body(post(*(act("slot.nil", subjects=[f"{COMMUNE}.t{n}"
                                                                     for n in range(500)])
                                           for _ in range(90)))),
    "an odd name": lambda: b'{"' + b" - at `$a`" * 100_000 + b'":1}',
    "backslashes": lambda: b'"' + b"\\" * 1_000_001 + b'u0000"',
}  # fmt: skip


def run() -> Iterator[Figure]:
    """The best of five looks at each body."""
    for name, made in HEAVY.items():
        raw, limit = made()[:MAX_BODY], ORDINARY_MS if name == "ordinary" else WORST_MS
        spent = min(_spent(raw) for _ in range(ROUNDS))
        yield (f"door.{name.replace(' ', '_')}_ms", spent, "ms", f"limit {limit}", spent / limit)


def _spent(raw: bytes) -> float:
    begun = time.process_time()
    with suppress(Refused):
        examine(raw, NOW, KNOWN)
    return (time.process_time() - begun) * 1_000
