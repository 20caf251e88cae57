"""Bad messages of the log, by name: what they are, and the path of the fault that they have."""

from __future__ import annotations

import json
from typing import Any

from tests.acceptance.hostile import UNIT, ago, assigned, report, update

FUTURE = "2090-01-01T00:00:00Z"


def part(*updates: Any, **fields: Any) -> bytes:
    """A report as the gateway writes it."""
    return json.dumps(report(*updates, **{"received_at": ago(), **fields})).encode()


def control(**said: Any) -> bytes:
    """A message that is no report."""
    return json.dumps({"v": 1, **said}).encode()


BAD: dict[str, tuple[bytes | None, str]] = {
    "null": (None, "$"),
    "nothing": (b"", "$"),
    "noise": (b"\xff{", "$"),
    "deep": (b"[" * 100_000, "$"),
    "600 KB": (b'{"x":"' + b"a" * 600_000 + b'"}', "$"),
    "NUL": (part(actor="a\x00b"), "$"),
    "half a pair": (part().replace(b"officer-1", b"\\ud800"), "$"),
    "no UTF-8": (part().replace(b"officer-1", b"\xff"), "$"),
    "NaN": (part().replace(b'"progress": 0.5', b'"progress": NaN'), "$"),
    "no gateway": (json.dumps(report()).encode(), "$"),
    "another kind": (part(update("praised")), "$.updates[0].kind"),
    "501 updates": (part(*[update() for _ in range(501)]), "$.updates"),
    "another partition": (part(update(subject="vn.04.t1"), unit="vn.04"), "$.updates[0].subject"),
    "received in 2090": (part(received_at=FUTURE), "$.received_at"),
    "a clock in 2090": (control(clock={"to": FUTURE}), "$.clock.to"),
    "a clock tomorrow": (control(clock={"to": ago(days=-1)}), "$.clock.to"),
    "a clock in 9999": (control(clock={"to": "9999-12-31T23:59:59Z"}), "$.clock.to"),
    "a clock without offset": (control(clock={"to": "2026-01-01T00:00:00"}), "$.clock.to"),
    "a clock that is none": (control(clock={"to": "soon"}), "$.clock.to"),
    "a clock and more": (control(clock={"to": ago(), "by": "me"}), "$.clock"),
    "two at once": (control(clock={"to": ago()}, catalogue={"version": 1}), "$"),
    "none at all": (control(), "$"),
    "catalogue 99": (control(catalogue={"version": 99}), "$.catalogue.version"),
    "catalogue 0": (control(catalogue={"version": 0}), "$.catalogue.version"),
    "catalogue 10^30": (control(catalogue={"version": 10**30}), "$.catalogue.version"),
    "too much to evaluate": (
        control(evaluate={"day": "2026-01-01", "tasks": ["a"] * 101}),
        "$.evaluate.tasks",
    ),
}
HARMLESS = {
    "a clock long past": control(clock={"to": "1990-06-01T00:00:00Z"}),
    "an evaluation of nothing": control(evaluate={"day": "2026-01-01", "tasks": ["zz"]}),
    "an unknown sender": part(unit="zz.zz"),
    "unknown units": part(
        assigned(f"{UNIT}.t900009", lead="zz", assigned_by="yy", coordinators=["xx"]), unit="vn"
    ),
    "an old stamp": part(
        update(occurred_at="1990-01-01T00:00:00+14:00"),
        received_at="1990-01-01T00:00:00+14:00",
        reported_at="1990-01-01T00:00:00+14:00",
    ),
    "part 5 of 1": part(part=5, parts=1),
}
