"""Named statements: each room's file is read, names are unique, a wrong one says where to look."""

from __future__ import annotations

from importlib.resources import files

import pytest

from schema.errors import NhipError
from schema.queries import Queries, load

ROOMS = sorted(
    path.name.removesuffix(".sql")
    for path in files("schema").joinpath("sql/queries").iterdir()
    if path.name.endswith(".sql")
)
TEXT = """
-- what the file is about
-- name: first
select 1

-- name: second
-- why
select %s
"""


def test_statements_by_name() -> None:
    queries = Queries("room", TEXT)
    assert list(queries) == ["first", "second"]
    assert queries.first == "select 1"
    assert queries.second == "-- why\nselect %s"


def test_a_wrong_name_says_where_to_look() -> None:
    with pytest.raises(AttributeError, match=r"no statement 'third' in .*queries/room\.sql"):
        _ = Queries("room", TEXT).third


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(NhipError, match=r"room\.sql: the name first stands twice"):
        Queries("room", TEXT + "-- name: first\nselect 2")


def test_a_room_without_a_file() -> None:
    with pytest.raises(NhipError, match=r"schema/sql/queries/cellar\.sql"):
        load("cellar")


@pytest.mark.parametrize("room", ROOMS)
def test_the_file_of_a_room(room: str) -> None:
    queries = load(room)
    assert load(room) is queries
    assert list(queries), f"{room}.sql holds no statement"
    assert all(str(getattr(queries, name)).strip() for name in queries)
