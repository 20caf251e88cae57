"""Twins are joined."""

from web.compose.join import merge


def test_objects_are_joined_and_the_rest_replaced() -> None:
    assert merge({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": 3}, "d": [2]}) == {
        "a": {"b": 3, "c": 2},
        "d": [2],
    }
