"""Day closes of scopes as now known: sparse rows, their versions, and what a reader makes of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.measures import ZERO, Counts, named
from stream.kpi.closes import Closes
from stream.kpi.leaf import Group, Key, Leaf
from stream.kpi.restating import MOST_CAUSES, Moves, Restated, Told, Version
from tests.stream.kpi.places import counts, cut

CUT = cut()
FIRST = date(2026, 9, 1)
LENGTH = 12
A = Leaf(0, "vn.01.00001", "nq57")
KEYS: tuple[Key, ...] = (("vn.01.00001", ""), ("vn.01", "nq57"), ("vn", ""))


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def told(*steps: tuple[int, int], updates: tuple[str, ...] = ("u",), leaf: Leaf = A) -> Told:
    """From each of these days on, so many overdue tasks more."""
    found = [(day(n), {"overdue": by} if by else {}) for n, by in steps]
    return Told(leaf.group, found, updates)


class Book:
    """Rows of `kpi_day` as they are written: (known at, key, day, version) → counts."""

    def __init__(self) -> None:
        self.closes = Closes(CUT)
        self.rows: list[tuple[int, Key, date, int, Counts]] = []
        self.now = 0

    def close(self, n: int, overdue: int) -> None:
        self.now += 1
        for key, value in self.closes.close(day(n), {A: counts(overdue=overdue)}):
            self.rows.append((self.now, key, day(n), 1, value))

    def restate(self, *given: Told) -> list[Restated]:
        """As the roll does between two closes."""
        self.now += 1
        moves, last = Moves(CUT, given), self.closes.day
        assert last is not None
        made = []
        for key, first in moves.firsts().items():
            newest: dict[date, Version] = {}
            for _, its, when, version, value in sorted(self.rows, key=lambda row: row[3]):
                if its == key:
                    newest[when] = Version(when, version, value)
            before = max((d for d in newest if d <= first), default=first)
            known = [newest[d] for d in sorted(newest) if d >= before]
            made += list(moves.versions(key, known, last))
        self.rows += [(self.now, r.key, r.day, r.version, r.counts) for r in made]
        self.closes.owe(one.key for one in made if one.day == last)
        return made

    def read(self, key: Key, when: date, known: int | None = None) -> Counts:
        """The newest row with day ≤ D known by then; of that day the highest version."""
        found = [
            (row[2], row[3], row[4])
            for row in self.rows
            if row[1] == key and row[2] <= when and (known is None or row[0] <= known)
        ]
        return max(found)[2] if found else ZERO

    def first(self, key: Key, when: date) -> Counts:
        """As known at the close: the newest first version with day ≤ D."""
        found = [r for r in self.rows if r[1] == key and r[2] <= when and r[3] == 1]
        return max(found, key=lambda r: r[2])[4] if found else ZERO


moves = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 5), st.integers(-2, 3))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(3, 4), st.lists(moves, max_size=2)),
        min_size=2,
        max_size=LENGTH,
    )
)
def test_what_a_reader_finds_is_the_close_and_all_that_was_told_of_it(
    history: list[tuple[int, list[tuple[int, int, int]]]],
) -> None:
    """At every instant; the days of a restatement may reach up to the last closed one."""
    book, first, now = Book(), list[int](), list[int]()
    answers: list[tuple[int, Key, date, Counts]] = []
    for n, (overdue, after) in enumerate(history):
        book.close(n, overdue)
        first.append(overdue)
        now.append(overdue)
        for begin, length, by in after:
            begin, end = min(begin, n), min(begin + length, n + 1)
            if begin < end and by:
                book.restate(told((begin, by), (end, 0)))
                for d in range(begin, end):
                    now[d] += by
        for key in KEYS:
            for d in range(n + 1):
                assert book.read(key, day(d)) == counts(overdue=now[d])
                assert book.first(key, day(d)) == counts(overdue=first[d])
                answers.append((book.now, key, day(d), book.read(key, day(d))))
    for known, key, when, answer in answers:
        assert book.read(key, when, known) == answer, "an answer as of an instant never changes"


def test_a_quiet_range_is_written_where_it_begins_and_where_it_ends() -> None:
    book = Book()
    for n in range(6):
        book.close(n, 3)
    made = [one for one in book.restate(told((1, 2), (4, 0))) if one.key == ("vn", "")]
    assert [(one.day, one.version, named(one.counts)["overdue"]) for one in made] == [
        (day(1), 2, 5),
        (day(4), 2, 3),
    ]


def test_rows_within_a_range_get_their_version_too() -> None:
    book = Book()
    for n, overdue in enumerate((3, 3, 7, 7)):
        book.close(n, overdue)
    made = [one for one in book.restate(told((1, 1), (3, 0))) if one.key == ("vn", "")]
    assert [(one.day, named(one.counts)["overdue"]) for one in made] == [
        (day(1), 4),
        (day(2), 8),
        (day(3), 7),
    ]


def test_a_day_after_a_restated_one_says_its_value_even_if_it_did_not_move() -> None:
    book = Book()
    book.close(0, 3)
    book.restate(told((0, 1), (1, 0)))
    book.close(1, 3)
    assert named(book.read(("vn", ""), day(0)))["overdue"] == 4
    assert named(book.read(("vn", ""), day(1)))["overdue"] == 3
    book.close(2, 3)
    assert [row for row in book.rows if row[2] == day(2)] == []


def test_causes_are_those_of_the_day_few_are_named_all_are_counted() -> None:
    book = Book()
    for n in range(4):
        book.close(n, 3)
    many = [told((0, 1), (2, 0), updates=(f"u{n}",)) for n in range(MOST_CAUSES + 5)]
    made = book.restate(*many, told((2, 1), (3, 0), updates=("later",)))
    country = {one.day: one for one in made if one.key == ("vn", "")}
    assert country[day(0)].caused == MOST_CAUSES + 5
    assert country[day(0)].causes == tuple(f"u{n}" for n in range(MOST_CAUSES))
    assert "later" not in country[day(0)].causes
    assert country[day(3)].causes == ("later",)


def test_what_cancels_out_is_no_version() -> None:
    book = Book()
    book.close(0, 3)
    assert book.restate(told((0, 1), (1, 0)), told((0, -1), (1, 0))) == []


def test_it_reaches_every_scope_the_leaf_counts_to() -> None:
    moved = Moves(CUT, [told((0, 1), (1, 0))])
    assert set(moved.firsts()) == {c.key for c in CUT.counts(Group("vn.01.00001", "nq57", "", ""))}
