"""Names that two processes must spell alike: topics, groups, SQL schemas, Redis keys.

A *prefix* (``NHIP_PREFIX``) keeps several systems, or several test modules, apart on the same
engines; it is empty in an ordinary installation.
"""

from __future__ import annotations

import re

import msgspec

from schema.errors import SettingsError

_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,23}|")


class Names(msgspec.Struct, frozen=True):
    """Every outside name of one installation."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise SettingsError(
                f"NHIP_PREFIX: expected up to 24 of a-z, 0-9 and _, beginning with a letter; "
                f"got {self.prefix!r}"
            )

    @property
    def reports(self) -> str:
        """Kafka topic: the log of reports, clocks and catalogue versions."""
        return f"{self.prefix}nhip.reports"

    @property
    def standings(self) -> str:
        """Kafka topic: changes of standing, same key and partitions as ``reports``."""
        return f"{self.prefix}nhip.standings"

    def fold_group(self, build: int) -> str:
        """Kafka consumer group of the fold for one build."""
        return f"{self.prefix}nhip.fold.{build}"

    @property
    def alerts_group(self) -> str:
        """Kafka consumer group of the alerts role (for information: its position is in SQL)."""
        return f"{self.prefix}nhip.alerts"

    @property
    def mirror_group(self) -> str:
        """Kafka consumer group whose offsets say how far the second site has the log."""
        return f"{self.prefix}nhip.mirror"

    @property
    def sql(self) -> str:
        """SQL schema of what is not derived: catalogue, builds, alerts, views of a build."""
        return f"{self.prefix}nhip"

    def build_sql(self, build: int) -> str:
        """SQL schema of everything derived by one build."""
        return f"{self.prefix}nhip_b{build}"

    @property
    def kpi_stream(self) -> str:
        """Redis stream of published KPI states."""
        return f"{self.prefix}nhip:kpi"

    @property
    def inbox_channel(self) -> str:
        """Redis channel that hints at new or changed alerts."""
        return f"{self.prefix}nhip:inbox"

    @property
    def partials_channel(self) -> str:
        """PostgreSQL NOTIFY channel on which the fold wakes the roll."""
        return f"{self.prefix}nhip_partials"
