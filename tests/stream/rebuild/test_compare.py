"""Two builds side by side: what is told of them."""

from __future__ import annotations

from stream.rebuild.compare import PLAIN, SHOWN, compared, in_words, read
from tests.stream.fold.fakes import FakeConnection


def test_what_is_the_same_is_a_line() -> None:
    one = compared("leaves", {"a": "1", "b": "2"}, {"b": "2", "a": "1"})
    assert one.differ == () and one.keys == 2
    assert list(one.lines) == [f"  {'leaves':<22} {2:>9,} compared: the same"]


def test_what_differs_is_told_from_both_sides() -> None:
    one = compared("task states", {"a": "x 1", "b": "y"}, {"a": "x 2", "c": "z"})
    assert one.differ == (("a", "x 1", "x 2"), ("b", "y", None), ("c", None, "z"))
    text = "\n".join(one.lines)
    assert "3 compared: 3 DIFFER" in text
    assert "live  x 1" in text and "anew  x 2" in text and "(not there)" in text


def test_no_more_than_a_handful_is_told() -> None:
    one = compared("t", {str(n): "live" for n in range(SHOWN + 3)}, {})
    text = "\n".join(one.lines)
    assert text.count("live  live") == SHOWN and "… and 3 more" in text


def test_a_long_worth_is_told_from_where_it_differs() -> None:
    days = [f"d{n}=1" for n in range(50)]
    one = compared("kpi_day", {"vn@": " ".join(days)}, {"vn@": " ".join([*days[:40], "d40=2"])})
    text = "\n".join(one.lines)
    assert "d40=1" in text and "d40=2" in text and "d0=1" not in text


def test_digests_are_told_in_words() -> None:
    live = {str(n): "digest" for n in range(SHOWN + 1)}
    one = compared("kpi_day", live, {"0": "other"})
    words = {key: f"2026-06-01={key}" for key in one.shown}
    told = in_words(one, words, {"0": "2026-06-01=9"})
    assert len(told.differ) == SHOWN + 1 and told.differ[0] == ("0", "2026-06-01=0", "2026-06-01=9")
    assert told.differ[1] == ("1", "2026-06-01=1", None)
    assert "digest" not in "\n".join(told.lines)


def test_keys_that_move_are_left_out_and_counted() -> None:
    one = compared("kpi_day", {"a": "1", "b": "2"}, {"a": "1", "b": "3"}, left_out={"b"})
    assert one.differ == () and one.left_out == 1 and one.keys == 1
    assert "1 moving and left out" in next(one.lines)


async def test_a_build_says_its_keys_and_their_worth() -> None:
    connection = FakeConnection({PLAIN["leaves"]: [("vn", "nq57", "1,2")]})
    assert await read(connection.real, PLAIN["leaves"]) == {"vn@nq57": "1,2"}
