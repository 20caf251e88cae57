"""Which database it is, told by what it answers."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schema.editions import Edition, detect, offer_timescaledb
from schema.names import Names
from schema.queries import load

QUERIES = load("migrate")


class Server:
    """A connection to a server that gives these answers; remembers what it was asked."""

    def __init__(self, answers: dict[str, str | Exception | None]) -> None:
        self.answers = {getattr(QUERIES, name): answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def execute(self, query: bytes | str, given: tuple[str, ...] = ()) -> Server:
        text = query.decode() if isinstance(query, bytes) else query
        self.asked.append(text)
        self.answer = self.answers.get(text)
        if given and self.answer not in given:
            self.answer = None
        if isinstance(self.answer, Exception):
            raise self.answer
        return self

    def fetchone(self) -> tuple[Any] | None:
        return None if self.answer is None else (self.answer,)


@pytest.mark.parametrize(
    ("version", "licence", "name"),
    [
        (None, None, "PostgreSQL"),
        ("2.17.2", "apache", "TimescaleDB Apache"),
        ("2.17.2", "timescale", "TimescaleDB Community"),
        ("2.17.2", None, "TimescaleDB Apache"),
    ],
)
def test_the_edition(version: str | None, licence: str | None, name: Any) -> None:
    server = Server({"server": "18.1", "extension": version, "licence": licence})
    found = detect(server)  # type: ignore[arg-type]
    assert found == Edition(name=name, server="18.1", timescaledb=version)


@pytest.mark.parametrize(
    ("licence", "build", "schema", "is_there"),
    [
        ("timescale", "2", "eu_nhip_b2", True),
        ("apache", "2", "eu_nhip_b2", False),
        ("timescale", "2", "eu_nhip_b1", False),
        ("timescale", "2", "nhip_b2", False),
        ("timescale", None, "eu_nhip_b2", False),
        ("timescale", "2", None, False),
    ],
)
def test_columns_are_told_of_where_the_active_build_has_them(
    licence: str, build: str | None, schema: str | None, is_there: bool
) -> None:
    """`schema` is the one that has: another build may, or another system on the same server."""
    answers: dict[str, str | Exception | None] = {
        "server": "17.2", "extension": "2.19.3", "licence": licence, "active_build": build,
        "columnstore": schema,
    }  # fmt: skip
    server = Server(answers)
    found = detect(server, Names("eu_"))  # type: ignore[arg-type]
    assert found.columnstore is is_there
    assert not detect(server).columnstore  # type: ignore[arg-type]


def test_an_edition_says_what_it_cannot_do() -> None:
    plain = Edition(name="PostgreSQL", server="18.6")
    apache = Edition(name="TimescaleDB Apache", server="17.1", timescaledb="2.19.3")
    community = Edition(
        name="TimescaleDB Community", server="17.1", timescaledb="2.19.3", columnstore=True
    )
    assert plain.told == "PostgreSQL 18.6, histories are plain tables"
    assert apache.told.endswith("histories in chunks, no columnstore or retention")
    assert community.told.endswith("histories in chunks, old chunks become columns")


def test_the_extension_is_made_where_the_server_has_it() -> None:
    server = Server({"available": "2.17.2"})
    offer_timescaledb(server)  # type: ignore[arg-type]
    assert server.asked[-1] == QUERIES.create_extension


def test_it_is_made_where_no_schema_of_ours_is_needed_or_dropped() -> None:
    assert QUERIES.create_extension.endswith("with schema public")


def test_it_is_not_asked_for_where_it_is_not() -> None:
    server = Server({"available": None})
    offer_timescaledb(server)  # type: ignore[arg-type]
    assert QUERIES.create_extension not in server.asked


def test_a_user_who_may_not_make_it_goes_without() -> None:
    refusal = psycopg.errors.InsufficientPrivilege()
    server = Server({"available": "2.17.2", "create_extension": refusal})
    offer_timescaledb(server)  # type: ignore[arg-type]
    assert server.asked[-1] == QUERIES.create_extension
