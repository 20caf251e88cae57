"""What agencies post, as plain JSON values; say only what the test is about."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
"""09:00 on Monday 1/6/2026 in Việt Nam."""
EARLIER = "2026-06-01T08:30:00+07:00"
UNITS = frozenset({"vn", "vn.15", "vn.15.04465", "vn.15.04468", "tw", "tw.bkhcn", "dn.x"})
KNOWN = UNITS.__contains__
COMMUNE = "vn.15.04465"
TASK = f"{COMMUNE}.t0001"

_numbers = itertools.count(1)
Json = dict[str, Any]


def new_id() -> str:
    """A fresh canonical UUID."""
    return str(UUID(int=(0x0198 << 112) | (7 << 76) | (2 << 62) | next(_numbers)))


def act(kind: str, **fields: Any) -> Json:
    """An update of this kind on the commune's task, half an hour ago."""
    given = {"id": new_id(), "kind": kind, "subject": TASK, "occurred_at": EARLIER}
    return {**given, **fields}


def progress(**fields: Any) -> Json:
    """A progress of 60 %."""
    return act("progress", **{"progress": 0.6, **fields})


def assigned(**fields: Any) -> Json:
    """A one-off task, from the province to the commune."""
    given = {
        "lead": COMMUNE,
        "assigned_by": "vn.15",
        "programme": "nq57",
        "title": "Mở dữ liệu đất đai",
        "start": "2026-06-01",
        "due": "2026-06-30",
    }
    return act("task.assigned", **{**given, **fields})


def post(*updates: Json, **fields: Any) -> Json:
    """A report of the commune; one progress if no updates are given."""
    given = {
        "v": 1,
        "id": new_id(),
        "unit": COMMUNE,
        "actor": "officer-1",
        "channel": "form",
        "source": "web",
        "reported_at": EARLIER,
        "updates": list(updates) or [progress()],
    }
    return {**given, **fields}


def body(value: Any) -> bytes:
    """The bytes of a JSON value, as Python writes it (NaN and half surrogates too)."""
    return json.dumps(value).encode()
