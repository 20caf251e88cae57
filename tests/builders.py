"""Records with sensible defaults, for tests: say only what the test is about."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from schema.report import LogReport
from schema.unit import ROOT
from schema.update import (
    Completed,
    Progress,
    Reopened,
    Returned,
    TaskAssigned,
    TaskRevised,
    Update,
    Verified,
)
from stream.core.leaf import Placed
from stream.core.world import Era, World

PROVINCE = "vn.15"
COMMUNE = "vn.15.04465"
OTHER = "vn.15.04468"
MINISTRY = "tw.bkhcn"
TASK = f"{COMMUNE}.t0001"
MONDAY = date(2026, 6, 1)
MORNING = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
"""09:00 on Monday 1/6/2026 in Việt Nam."""

_numbers = itertools.count(1)


def new_id(number: int | None = None) -> str:
    """A fresh canonical UUID; the same for the same number."""
    given = next(_numbers) if number is None else number
    return str(UUID(int=(0x0198 << 112) | (7 << 76) | (2 << 62) | given))


def random_id(rng: random.Random) -> str:
    """A UUID from a seeded generator."""
    return str(UUID(int=rng.getrandbits(128)))


def at(days: float = 0, hours: float = 0) -> datetime:
    """An instant some days and hours after the morning of 1/6/2026."""
    return MORNING + timedelta(days=days, hours=hours)


def on(days: int) -> date:
    """A day some days after 1/6/2026."""
    return MONDAY + timedelta(days=days)


def world(
    units: Iterable[str] = (COMMUNE, OTHER),
    *,
    beside: Mapping[str, frozenset[str]] | None = None,
    **more: Any,
) -> World:
    """A small country: a province with communes, a ministry, an organisation; places `beside`."""
    above = {
        ROOT: frozenset((ROOT,)),
        PROVINCE: frozenset((PROVINCE, ROOT)),
        "tw": frozenset(("tw", ROOT)),
        MINISTRY: frozenset((MINISTRY, "tw", ROOT)),
        "dn.x": frozenset(("dn.x", "dn")),
    }
    above |= {unit: frozenset((unit, PROVINCE, ROOT)) for unit in units}
    above |= beside or {}
    era = Era(above=above, organisations=("dn.x",))
    given: dict[str, Any] = {
        "version": 1,
        "era": lambda day: era,
        "indicators": ("C01",),
        **more,
    }
    return World(**given)


def assigned(subject: str = TASK, **fields: Any) -> TaskAssigned:
    """A one-off task of nq57, given by the province to the commune, due in 30 days."""
    given: dict[str, Any] = {
        "id": new_id(),
        "subject": subject,
        "occurred_at": at(),
        "lead": subject.rpartition(".t")[0],
        "assigned_by": PROVINCE,
        "programme": "nq57",
        "title": "Số hóa hồ sơ tại bộ phận một cửa",
        "start": MONDAY,
        "due": on(30),
        "weight": 1.0,
        **fields,
    }
    return TaskAssigned(**given)


def _of(kind: type[Any], days: float, fields: dict[str, Any]) -> Any:
    return kind(**{"id": new_id(), "subject": TASK, "occurred_at": at(days), **fields})


def progress(value: float, days: float = 1, **fields: Any) -> Progress:
    """Progress said some days after the start."""
    made: Progress = _of(Progress, days, {"progress": value, **fields})
    return made


def done_by(placed: Placed) -> tuple[str, date] | None:
    """The claim a task is done by and the day it counts from."""
    done = placed.task.done
    return None if done is None else (done.claim, done.day)


def completed(days: float = 2, **fields: Any) -> Completed:
    """A claim some days after the start."""
    made: Completed = _of(Completed, days, fields)
    return made


def verified(days: float = 3, **fields: Any) -> Verified:
    """A verdict some days after the start."""
    made: Verified = _of(Verified, days, fields)
    return made


def returned(days: float = 3, **fields: Any) -> Returned:
    """A claim sent back some days after the start."""
    made: Returned = _of(Returned, days, {"reason": "thiếu minh chứng", **fields})
    return made


def reopened(days: float = 4, **fields: Any) -> Reopened:
    """A task opened again some days after the start."""
    made: Reopened = _of(Reopened, days, {"reason": "kết quả chưa đạt", **fields})
    return made


def revised(decision: str, days: float = 5, **fields: Any) -> TaskRevised:
    """A revision of the due date some days after the start."""
    made: TaskRevised = _of(TaskRevised, days, {"decision": decision, **fields})
    return made


def report(*updates: Update, unit: str = COMMUNE, **fields: Any) -> LogReport:
    """A report part in the log, made and received when its newest update occurred."""
    newest = max(update.occurred_at for update in updates)
    given: dict[str, Any] = {
        "id": new_id(),
        "unit": unit,
        "actor": "officer-1",
        "channel": "form",
        "source": "web",
        "reported_at": newest,
        "received_at": fields.get("reported_at", newest),
        "updates": list(updates),
        **fields,
    }
    return LogReport(**given)
