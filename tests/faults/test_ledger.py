"""The ledger keeps both sides apart and survives whoever wrote it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger

BODY = {"updates": [{"id": "a"}, {"id": "b"}]}


def test_what_was_sent_and_what_was_promised_are_two_things(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger")) as ledger:
        ledger.note("S", BODY)
        ledger.note("S", {"updates": [{"id": "c"}]})
        ledger.note("A", BODY)
        assert ledger.ids("S") == {"a", "b", "c"}
        assert ledger.ids("A") == {"a", "b"}


def test_another_run_goes_on_with_the_same_file(tmp_path: Path) -> None:
    for identity in "ab":
        with closing(Ledger(tmp_path / "ledger")) as ledger:
            ledger.note("A", {"updates": [{"id": identity}]})
    with closing(Ledger(tmp_path / "ledger")) as ledger:
        assert ledger.ids("A") == {"a", "b"}


def test_a_note_is_on_the_disk_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    path = tmp_path / "ledger"
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(path.read_text()))
    with closing(Ledger(path)) as ledger:
        ledger.note("S", BODY)
    assert synced == ["S a\nS b\n"]
