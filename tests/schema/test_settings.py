"""Settings: read once from the environment; what cannot be used names its variable."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from schema.clock import TZ
from schema.errors import SettingsError
from schema.settings import Settings, variable


def read(monkeypatch: pytest.MonkeyPatch, **environ: str) -> Settings:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environ()


def test_defaults_are_those_of_a_newcomer() -> None:
    settings = Settings.from_environ()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.profile, settings.country) == ("demo", "M")
    assert settings.data_dir == Path(".nhip")
    assert (settings.partitions, settings.prefix) == (8, "")
    assert settings.names.sql == "nhip"


@pytest.mark.parametrize(
    ("name", "value", "field", "read_as"),
    [
        ("DATABASE_URL", "postgresql://x/y", "database_url", "postgresql://x/y"),
        ("REDIS_URL", "redis://x/1", "redis_url", "redis://x/1"),
        ("KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2", "kafka_bootstrap_servers", "a:1,b:2"),
        ("PORT", "8080", "port", 8080),
        ("NHIP_PORT", "8081", "port", 8081),
        ("NHIP_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("NHIP_DATA_DIR", "/tmp/x", "data_dir", Path("/tmp/x")),
        ("NHIP_PREFIX", "x_", "prefix", "x_"),
        ("NHIP_PROFILE", "prod", "profile", "prod"),
        ("NHIP_COUNTRY", "none", "country", "none"),
        ("NHIP_SAMPLE_DAY", "2025-12-04", "sample_day", date(2025, 12, 4)),
        ("NHIP_PARTITIONS", "48", "partitions", 48),
        ("NHIP_LANES", "1", "lanes", 1),
        ("NHIP_HISTORY_EVERY_S", "2.5", "history_every_s", 2.5),
        ("NHIP_LOG_LEVEL", "debug", "log_level", "debug"),
    ],
)
def test_each_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, read_as: object
) -> None:
    assert getattr(read(monkeypatch, **{name: value}), field) == read_as


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "65536"),
        ("NHIP_PROFILE", "production"),
        ("NHIP_COUNTRY", "XL"),
        ("NHIP_SAMPLE_DAY", "today"),
        ("NHIP_PARTITIONS", "0"),
        ("NHIP_PARTITIONS", "513"),
        ("NHIP_LANES", "1.5"),
        ("NHIP_HISTORY_EVERY_S", "0"),
        ("NHIP_LOG_LEVEL", "loud"),
        ("NHIP_PREFIX", "My-Prefix"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, **{name: value})
    assert f"{name}: " in str(caught.value)
    assert repr(value) in str(caught.value)


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"NHIP_PROFILE.*NHIP_LANES"):
        read(monkeypatch, NHIP_PROFILE="x", NHIP_LANES="x")


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, NHIP_SAMPLE_DAY="", PORT="", NHIP_PREFIX="", DATABASE_URL="")
    assert settings == Settings()


def test_generic_names_of_the_shell_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, HOST="elsewhere", PREFIX="/usr", NHIP_DATABASE_URL="no")
    assert settings == Settings()


def test_what_was_read_stays() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings.from_environ().port = 1


def test_the_clock_is_the_machines_unless_the_sample_has_its_own_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.from_environ().clock().offset == timedelta(0)
    clock = read(monkeypatch, NHIP_SAMPLE_DAY="2025-12-04").clock()
    assert clock.now().astimezone(TZ).date() - date(2025, 12, 4) <= timedelta(days=1)
    assert clock.offset % timedelta(days=1) == timedelta(0)
    assert clock.now().second - datetime.now(UTC).second in {0, -59, 1, 59}


def test_the_variable_of_a_setting() -> None:
    fields = Settings.model_fields
    assert variable("port", fields["port"]) == "PORT"
    assert variable("data_dir", fields["data_dir"]) == "NHIP_DATA_DIR"
