"""Named SQL from ``schema/sql/queries/<room>.sql``; no SQL stands in Python.

A file holds statements under ``-- name: word`` headers. `load("fold").insert_report` is the text of
the statement called ``insert_report``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import LiteralString

from schema.errors import NhipError

_HEADER = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)


class Queries:
    """The statements of one room, by name."""

    def __init__(self, room: str, text: str) -> None:
        self._room = room
        self._statements: dict[str, str] = {}
        _, *pieces = _HEADER.split(text)
        for name, body in zip(pieces[::2], pieces[1::2], strict=True):
            if name in self._statements:
                raise NhipError(f"schema/sql/queries/{room}.sql: the name {name} stands twice")
            self._statements[name] = body.strip()

    def __getattr__(self, name: str) -> LiteralString:
        """The statement of this name; an unknown one names the file to look into."""
        if name.startswith("_") or name not in self._statements:
            raise AttributeError(f"no statement {name!r} in schema/sql/queries/{self._room}.sql")
        return self._statements[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the statements, in the order of the file."""
        return iter(self._statements)


@cache
def load(room: str) -> Queries:
    """The statements of ``schema/sql/queries/<room>.sql``."""
    path = files("schema").joinpath(f"sql/queries/{room}.sql")
    if not path.is_file():
        raise NhipError(f"expected the SQL file schema/sql/queries/{room}.sql; there is none")
    return Queries(room, path.read_text("utf-8"))
