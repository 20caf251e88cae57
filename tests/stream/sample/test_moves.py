"""Which move is made next."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from schema.report import Report
from stream.sample.moves import SCRIPT, WEIGHTS, Moves, again
from stream.sample.view import View
from tests.stream.sample.live import NOW, hand, kinds, view


def made(number: int, seed: int = 1) -> list[Report]:
    moves = Moves(hand(seed))
    moves.see(view())
    reports = [moves.next(NOW + timedelta(seconds=n)) for n in range(number)]
    assert all(reports)
    return [report for report in reports if report is not None]


def test_the_first_minute_shows_everything_a_newcomer_should_meet() -> None:
    reports = made(max(SCRIPT))
    assert kinds(reports[6]) == ["TaskAssigned"], "a warning"
    assert kinds(reports[14]) == ["DifficultyRaised"]
    assert kinds(reports[19]) == ["Returned"]
    late = reports[2]
    assert (late.reported_at - late.updates[0].occurred_at).days >= 6
    assert reports[10] is reports[9], "a re-delivery"
    assert max(SCRIPT) * 2.2 < 120, "within two minutes"


def test_the_same_seed_makes_the_same_moves() -> None:
    assert made(60) == made(60)
    assert made(60) != made(60, seed=2)


def test_most_of_it_is_everyday_work() -> None:
    counted = Counter(kind for report in made(400) for kind in kinds(report))
    assert counted["Progress"] > sum(counted.values()) / 2


def test_a_move_that_nobody_can_make_is_everyday_work_instead() -> None:
    moves = Moves(hand())
    moves.see(View(view().working, [], {}, {}))
    assert all(moves.next(NOW) for _ in range(100))


def test_an_empty_country_is_silent() -> None:
    assert Moves(hand()).next(NOW) is None


def test_a_repetition_is_made_by_who_remembers() -> None:
    assert again(view(), hand(), NOW) is None
    assert again in WEIGHTS
