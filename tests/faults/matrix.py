"""Every fault there is, from where each of them breaks."""

from __future__ import annotations

from tests.faults import broker, clocks, database, input, network, rebuilds, redis, roles, webhooks
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = tuple(
    fault
    for room in (roles, broker, database, redis, network, input, clocks, webhooks, rebuilds)
    for fault in room.FAULTS
)
