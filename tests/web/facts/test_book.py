"""The book keeps the newest state of what is asked for, and knows when roll is silent."""

from __future__ import annotations

import pytest

from tests.web.fakes import ManualClock, state
from web.facts import book as book_module
from web.facts.book import KEPT, LOST, Book


def asked(*keys: tuple[str, str]) -> tuple[Book, ManualClock]:
    clock = ManualClock()
    book = Book(clock)
    book.load(book.missing(keys), [])
    return book, clock


def test_newer_replaces_older() -> None:
    book, _ = asked(("vn", ""))
    assert book.take(state(version=2))
    assert not book.take(state(version=1))
    assert not book.take(state(version=2))
    known = book.get("vn", "")
    assert known is not None and known.kpi_version == 2


def test_what_nobody_asked_for_is_not_kept() -> None:
    book, _ = asked(("vn", ""))
    assert not book.take(state("vn.15"))
    assert book.get("vn.15", "") is None


def test_absence_is_remembered() -> None:
    book, _ = asked(("vn", ""))
    assert book.missing([("vn", ""), ("vn.15", "")]) == [("vn.15", "")]


def test_a_state_heard_meanwhile_is_not_undone_by_sql() -> None:
    book, _ = asked(("vn", ""))
    book.take(state(version=5))
    book.load([("vn", "")], [state(version=4)])
    known = book.get("vn", "")
    assert known is not None and known.kpi_version == 5


def test_what_nobody_asks_for_any_more_is_dropped() -> None:
    book, clock = asked(("vn", ""), ("vn.15", ""))
    clock.at += KEPT - 1
    book.missing([("vn", "")])
    clock.at += 2
    book.forget()
    assert book.keys() == [("vn", "")]


def test_there_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST", 2)
    book, clock = asked(("vn", ""), ("vn.15", ""), ("vn.01", ""))
    clock.at += 1
    book.missing([("vn", ""), ("vn.01", "")])
    book.forget()
    assert book.keys() == [("vn", ""), ("vn.01", "")]


def test_the_feed_is_lost_when_roll_is_silent() -> None:
    book, clock = asked()
    lost = [book.lost]
    book.heard()
    lost.append(book.lost)
    clock.at += LOST + 1
    lost.append(book.lost)
    assert lost == [True, False, True]


def test_another_build_begins_anew() -> None:
    book, _ = asked(("vn", ""))
    book.take(state(version=9))
    book.clear()
    assert (book.keys(), book.wants(("vn", ""))) == ([], False)
