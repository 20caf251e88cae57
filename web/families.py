"""What `/metrics` tells of the whole line: each number's name, labels, meaning, and what to do.

Numbers of this one process are in `web.site` and `web.metrics`; docs/operate.md tells of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)

Kind = Literal["gauge", "counter", "summary"]
Sample = tuple[tuple[str, ...], tuple[float, ...]]
"""Values of the labels, and the number; of a summary: how many and their sum."""
Samples = Mapping[str, Sequence[Sample]]


class Family(Struct, frozen=True):
    """A number; `name` without what its kind appends to it."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    kind: Kind = "gauge"


_PLACE, _PROCESS = ("partition",), ("process",)
"""A process is named by host and number; `instance` is Prometheus's own word for a target."""
FAMILIES = (
    Family("nhip_database_up", "1 while PostgreSQL answers. 0: look at it; reports wait in Kafka."),
    Family("nhip_log_up", "1 while Kafka answers. 0: look at it; reports are answered 503."),
    Family("nhip_log_start_offset", "First message the log still has.", _PLACE),
    Family("nhip_log_end_offset", "Offset the next message will get.", _PLACE),
    Family(
        "nhip_log_lost_messages",
        "Messages the log forgot before they were folded, or the database holds and the log does "
        "not. Above 0: retention or a restore; stop, and see docs/operate.md, NhipLogLost.",
        _PLACE,
    ),
    Family("nhip_fold_position", "Offset to be folded next.", _PLACE),
    Family(
        "nhip_log_oldest_unfolded_seconds",
        "Since the log took the oldest message not folded; 0: all are. It grows: nobody folds this "
        "partition, or not fast enough.",
        _PLACE,
    ),
    Family(
        "nhip_fold_failures",
        "Failed tries at the present position. 3: the message is set aside by our own fault.",
        _PLACE,
    ),
    Family(
        "nhip_dead_letters",
        "Messages that could not be folded. our_fault true: report a bug, the message is kept.",
        ("partition", "our_fault"),
    ),
    Family("nhip_updates_held", "Updates that wait for what they refer to."),
    Family(
        "nhip_updates_held_oldest_seconds",
        "Since the oldest held update was judged; 0: none is. Days: ask its source for the rest.",
    ),
    Family(
        "nhip_role_ready",
        "Ready processes of each role this site needs. 0: start one; its log says what it waits "
        "for.",
        ("role",),
    ),
    Family("nhip_process_ready", "1 while a process says that it is ready.", ("role", "process")),
    Family(
        "nhip_process_heartbeat_seconds",
        "Since a process last spoke; it is gone after 10 s and forgotten after a minute.",
        ("role", "process"),
    ),
    Family(
        "nhip_fold_rebalances",
        "How often partitions were dealt to this fold anew. Again and again: a fold that dies or "
        "stalls; its log says why.",
        _PROCESS,
        "counter",
    ),
    Family(
        "nhip_fold_batch_seconds",
        "Batches, from the log's hand to the commit acknowledged.",
        _PROCESS,
        "summary",
    ),
    Family(
        "nhip_fold_batch_slowest_seconds",
        "Slowest batch of the last minute or two. Seconds: the database is slow or away.",
        _PROCESS,
    ),
    Family("nhip_fold_outbox_waiting", "Changes of standing not relayed to alerts yet.", _PROCESS),
    Family(
        "nhip_fold_outbox_age_seconds",
        "Since the oldest of them was committed or taken over. It grows: Kafka takes no messages.",
        _PROCESS,
    ),
    Family(
        "nhip_fold_clock_drift_seconds",
        "Between the fold's clock and the database's. Above 2: no midnights; mend NTP.",
        _PROCESS,
    ),
    Family(
        "nhip_roll_lag_seconds",
        "Since all there was in SQL was counted and published. It grows: look at the roll.",
        _PROCESS,
    ),
    Family(
        "nhip_alerts_lag",
        "Changes of standing published and not judged. It grows: look at alerts.",
        _PROCESS,
    ),
    Family(
        "nhip_mirror_lag",
        "At a standby: messages of the first site's log that are not here.",
        _PROCESS,
    ),
    Family(
        "nhip_mirror_behind_seconds",
        "At a standby: since the newest instant of which it is known that all there was is here.",
        _PROCESS,
    ),
    Family("nhip_alerts_deliveries_waiting", "Notifications that have not ended."),
    Family(
        "nhip_alerts_delivery_age_seconds",
        "Since the oldest notification was due; 0: none is. It grows: a receiver refuses, or "
        "nobody sends.",
    ),
)


class Whole:
    """A collector of these families; `samples` is what was read last."""

    def __init__(self) -> None:
        self.samples: Samples = {}

    def collect(self) -> Iterator[Metric]:
        """Every family, those without a number too."""
        for family in FAMILIES:
            yield _filled(family, self.samples.get(family.name, ()))


def _filled(family: Family, samples: Sequence[Sample]) -> Metric:
    name, told, labels = family.name, family.help, family.labels
    if family.kind == "summary":
        summary = SummaryMetricFamily(name, told, labels=labels)
        for values, (count, total) in samples:
            summary.add_metric(values, int(count), total)
        return summary
    kind = GaugeMetricFamily if family.kind == "gauge" else CounterMetricFamily
    metric = kind(name, told, labels=labels)
    for values, (number,) in samples:
        metric.add_metric(values, number)
    return metric
