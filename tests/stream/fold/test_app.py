from __future__ import annotations

from pathlib import Path

import faust.streams
import mode
import pytest

from schema.errors import NhipError
from schema.settings import Settings
from stream.fold.app import DAY_S, make_app
from stream.fold.worker import MOST_EVENTS


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "a:1, b:2")
    return Settings(prefix="x_")


def test_every_setting_is_chosen_for_not_losing_a_report(
    settings: Settings, tmp_path: Path
) -> None:
    conf = make_app(settings, 3, tmp_path).conf
    assert conf.id == "x_nhip.fold.3"
    assert [url.host for url in conf.broker] == ["a", "b"]
    assert conf.stream_wait_empty is False and conf.stream_buffer_maxsize == MOST_EVENTS
    assert conf.broker_session_timeout == 10 and conf.broker_max_poll_interval == DAY_S
    assert conf.consumer_auto_offset_reset == "earliest"
    assert conf.topic_disable_leader and not conf.topic_allow_declare
    assert conf.web_enabled is False
    assert conf.agent_supervisor is mode.CrashingSupervisor
    assert str(conf.processing_guarantee.value) == "at_least_once"
    assert conf.datadir == tmp_path


def test_the_python_stream_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faust.streams, "_CStreamIterator", None)
    with pytest.raises(NhipError, match="compiled stream"):
        make_app(settings, 1, tmp_path)
