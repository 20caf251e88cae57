"""Builds come and go: numbers, leftovers, and who is still at work (tried whole: integration)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.rebuild import build

SQL = load("rebuild")
SETTINGS = Settings(prefix="t_")


class Answer:
    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows


class Database:
    """Answers from a table; remembers what was said."""

    def __init__(self, **answers: list[tuple[Any, ...]]) -> None:
        self.answers = {getattr(SQL, name): rows for name, rows in answers.items()}
        self.said: list[tuple[str, Any]] = []
        self.builds: list[int] = []

    @contextmanager
    def connect(self, settings: Settings, *, build: int | None = None) -> Iterator[Database]:
        self.builds += [] if build is None else [build]
        yield self

    def execute(self, statement: Any, given: Any = None) -> Answer:
        if isinstance(statement, bytes):
            statement = statement.decode()
        text = statement if isinstance(statement, str) else statement.as_string()
        self.said.append((text, given))
        return Answer(self.answers.get(text, []))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield

    @property
    def dropped(self) -> list[str]:
        return [text for text, _ in self.said if text.startswith("drop schema")]


def database(monkeypatch: pytest.MonkeyPatch, **answers: list[tuple[Any, ...]]) -> Database:
    made = Database(**answers)
    monkeypatch.setattr(build, "connect", made.connect)
    monkeypatch.setattr(
        build, "make_build", lambda settings, number, say: made.said.append(("made", number))
    )
    return made


def test_two_rebuilds_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    database(monkeypatch, try_alone=[(False,)])
    with pytest.raises(Contradiction, match="another one at work"), build.alone(SETTINGS):
        pass


def test_the_lock_is_this_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    made = database(monkeypatch, try_alone=[(True,)])
    with build.alone(SETTINGS):
        assert made.said == [(SQL.try_alone, ("t_nhip",))]


def test_what_was_cut_off_is_dropped_and_its_number_not_given_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = database(monkeypatch, unfinished=[(3,)], newest_build=[(3,)], withdraw=[(3,)])
    said: list[str] = []
    assert build.clear(made, SETTINGS, said.append) == 3  # type: ignore[arg-type]
    assert made.dropped == ['drop schema if exists "t_nhip_b3" cascade']
    assert (SQL.withdraw, (3,)) in made.said and "build 3 was never finished" in said[0]


def test_a_build_that_became_active_is_not_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = database(monkeypatch, withdraw=[])
    build.withdraw(made, SETTINGS, 3)  # type: ignore[arg-type]
    assert made.dropped == []


def test_a_build_is_announced_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = database(monkeypatch)
    build.begin(made, SETTINGS, 4, 8)  # type: ignore[arg-type]
    texts = [text for text, _ in made.said]
    assert texts.index(SQL.announce) < texts.index("made") < texts.index(SQL.begin_relayed)
    assert (load("migrate").first_positions, (8,)) in made.said and made.builds == [4]


def test_old_builds_are_dropped_with_the_record_of_their_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = database(monkeypatch, old=[(1,), (2,)])
    assert build.drop_old(made, SETTINGS) == [1, 2]  # type: ignore[arg-type]
    assert len(made.dropped) == 2
    targets = ["t_nhip_b1", "t_nhip_b1+timescale", "t_nhip_b1+community"]
    assert (SQL.forget_steps, (targets,)) in made.said


def test_a_build_somebody_works_on_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    made = database(monkeypatch, old=[(1,)], at_work=[("fold", "host:12")])
    with pytest.raises(Contradiction, match="fold host:12"):
        build.drop_old(made, SETTINGS)  # type: ignore[arg-type]
    assert made.dropped == []
