import socket
from pathlib import Path

import pytest

from deploy.ports import LOOPBACK, RANGE, Ports, is_free


def test_a_port_is_remembered(tmp_path: Path) -> None:
    first = Ports(tmp_path / "ports.json").get("kafka")
    assert first in RANGE
    assert Ports(tmp_path / "ports.json").get("kafka") == first


def test_names_get_different_ports(tmp_path: Path) -> None:
    ports = Ports(tmp_path / "ports.json")
    assert len({ports.get("a"), ports.get("b"), ports.get("c")}) == 3


def test_a_taken_port_is_given_up_for_another(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    old = Ports(file).get("kafka")
    with socket.create_server((LOOPBACK, old)):
        assert not is_free(old)
        new = Ports(file).get("kafka")
    assert new != old
    assert Ports(file).get("kafka") == new


@pytest.mark.parametrize("text", ["", "nonsense", "[1]"])
def test_a_spoilt_file_is_no_obstacle(tmp_path: Path, text: str) -> None:
    (tmp_path / "ports.json").write_text(text)
    assert Ports(tmp_path / "ports.json").get("kafka") in RANGE
