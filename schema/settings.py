"""Every knob of the system: name, unit, default. Read once, in an entry point.

Environment variables begin with ``NHIP_``; `DATABASE_URL`, `REDIS_URL`,
`KAFKA_BOOTSTRAP_SERVERS` and `PORT` go by their usual names. `docs/settings.md` is made from here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from schema.clock import TZ, Clock
from schema.errors import SettingsError
from schema.names import Names


class Settings(BaseSettings):
    """The settings of a process; frozen once read."""

    model_config = SettingsConfigDict(
        env_prefix="NHIP_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database_url: str = Field(
        default="postgresql://127.0.0.1:5432/nhip",
        validation_alias=AliasChoices("DATABASE_URL"),
        description="PostgreSQL or TimescaleDB that keeps everything.",
    )
    redis_url: str = Field(
        default="redis://127.0.0.1:6379/0",
        validation_alias=AliasChoices("REDIS_URL"),
        description="Redis or Valkey that carries hints and last values.",
    )
    kafka_bootstrap_servers: str = Field(
        default="127.0.0.1:9092",
        validation_alias=AliasChoices("KAFKA_BOOTSTRAP_SERVERS"),
        description="Kafka brokers, host:port, separated by commas.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web listens on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("PORT", "NHIP_PORT"),
        description="Port of the web.",
    )
    data_dir: Path = Field(default=Path(".nhip"), description="Folder of all local state.")
    prefix: str = Field(
        default="", description="Prefix of topics, groups, SQL schemas and Redis keys."
    )
    profile: Literal["demo", "dev", "prod"] = Field(
        default="demo",
        description="demo shows everything and the viewer switch; prod refuses both.",
    )
    readers: Literal["internal", "public"] = Field(
        default="internal",
        description="Who reads this web; public: boards of units, ranking and method, small cells"
        " withheld, nothing else.",
    )
    country: Literal["S", "M", "L", "none"] = Field(
        default="M", description="Sample country: 1,287, 9,831 or 75,000 tasks, or none."
    )
    sample_day: date | None = Field(
        default=None,
        description="Day 0 of the sample country; the clock is shifted to it. Default: today.",
    )
    partitions: int = Field(
        default=8,
        ge=1,
        le=512,
        description="Partitions of the log; fixed at the birth of the system.",
    )
    lanes: int = Field(
        default=4,
        ge=1,
        le=16,
        description="Transactions the fold runs side by side under a backlog.",
    )
    history_every_s: float = Field(
        default=10.0, gt=0, description="Seconds between two rows of kpi_history for one scope."
    )
    allowed_origins: str = Field(
        default="",
        description="Origins besides our own, with commas, that may open WebSockets.",
    )
    mirror: Literal["optional", "required"] = Field(
        default="optional",
        description="required: a report is promised (202) only once the second site has it, too.",
    )
    first_kafka: str = Field(
        default="",
        description="Brokers of the first site's log: this site is born its standby.",
    )
    first_database_url: str = Field(
        default="",
        description="The first site's database, to read from: catalogue, keys, webhooks, seals.",
    )
    first_url: str = Field(
        default="", description="Where a standby sends those who want to report."
    )
    feed_url: str = Field(
        default="", description="Where the sample feed posts; empty: the web on this host."
    )
    canary_s: float = Field(
        default=30.0,
        ge=0,
        description="Seconds between two canaries (docs/operate.md); 0: none is sent.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level that is logged."
    )

    @classmethod
    def from_environ(cls) -> Settings:
        """The settings in the environment.

        Raises SettingsError naming each variable that cannot be used.
        """
        try:
            settings = cls()
        except ValidationError as error:
            faults = "; ".join(
                f"{_named(str(fault['loc'][0]))}: {fault['msg']}, got {fault['input']!r}"
                for fault in error.errors()
            )
            raise SettingsError(f"settings cannot be used: {faults}") from error
        _ = settings.names  # a prefix no engine would take is refused here
        return settings

    @property
    def names(self) -> Names:
        """Topics, groups, SQL schemas and Redis keys of this installation."""
        return Names(self.prefix)

    def clock(self) -> Clock:
        """The clock everybody uses; shifted by whole days when the sample has its own day 0."""
        if self.sample_day is None:
            return Clock()
        today = datetime.now(UTC).astimezone(TZ).date()
        return Clock(offset=timedelta(days=(self.sample_day - today).days))


def variable(name: str, field: FieldInfo) -> str:
    """The environment variable of a setting."""
    alias = field.validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"NHIP_{name.upper()}"


def _named(place: str) -> str:
    """The variable at the place of a fault: the name of a setting, or the variable itself."""
    field = Settings.model_fields.get(place)
    return place if field is None else variable(place, field)
