"""A scope's integers of data quality from its leaves, its days and its indicators (Q62)."""

from __future__ import annotations

from collections.abc import Sequence

from schema.flows import CHANNELS, FLOW
from schema.measures import INDEX
from schema.quality import Quality
from stream.kpi.quality.indicators import NONE, Heard

_CHANNELS = [FLOW[f"updates_{channel}"] for channel in CHANNELS]
_NO_FLOWS: Sequence[int] = (0,) * len(FLOW)


def pool(
    counts: Sequence[int],
    window: Sequence[int] | None,
    overdue: Sequence[int] | None,
    heard: Heard = NONE,
) -> Quality:
    """The integers of a scope.

    `counts` by measure; `window` the flows of the 90 local days ending today, `overdue` those of
    its days more than seven days ago: what is held since then is orphaned (domain 2).
    """
    flows, old = window or _NO_FLOWS, overdue or _NO_FLOWS
    return Quality(
        slots=counts[INDEX["slots"]],
        on_time=counts[INDEX["slots_on_time"]],
        late=counts[INDEX["slots_late"]],
        share=counts[INDEX["slots_share"]],
        checks=flows[FLOW["checks"]],
        severity=flows[FLOW["severity"]],
        records=sum(flows[place] for place in _CHANNELS) + flows[FLOW["records_other"]],
        faults=flows[FLOW["faults"]] + old[FLOW["held"]],
        tasks=counts[INDEX["live_tasks"]] + heard.asked,
        fresh=counts[INDEX["live_fresh"]] + heard.fresh,
        weight=counts[INDEX["live_weight"]] + heard.weight,
        weight_fresh=counts[INDEX["live_weight_fresh"]] + heard.weight_fresh,
    )
