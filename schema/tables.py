"""The SQL tables as the migrations make them: name, comment, columns with theirs.

Read from the text of ``schema/sql``, where every table has a `comment on` and columns have theirs
at the end of their line (or a `comment on column`). Who calls: ``schema.reference``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from schema.migrate import Step, steps

TARGETS = {"core": "nhip", "build": "nhip_b<build>"}
"""Folders of migrations and the SQL schema they go into."""

_TABLE = re.compile(r"^create table (\w+) \(\n(.*?)^\);", re.MULTILINE | re.DOTALL)
_ALTER = re.compile(
    r"^alter table (\w+)\s+(add column .*?;(?:\s*--[^\n]*)?)$", re.MULTILINE | re.DOTALL
)
_COLUMN = re.compile(r"^\s*(?:add column )?(\w+) (\w[^-\n]*?)[,;]?(?:\s+-- (.*))?$", re.MULTILINE)
_ON_TABLE = re.compile(r"^comment on table (\w+) is '((?:[^']|'')*)'", re.MULTILINE)
_ON_COLUMN = re.compile(r"^comment on column (\w+)\.(\w+) is '((?:[^']|'')*)'", re.MULTILINE)
_NO_COLUMN = frozenset({"primary", "unique", "check", "constraint", "foreign", "exclude"})


class Column(Struct, frozen=True, kw_only=True):
    """A column; `definition` is its type and what else SQL says of it."""

    name: str
    definition: str
    comment: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """A table of one SQL schema."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def tables(target: str) -> list[Table]:
    """The tables that the migrations of a target make, in the order in which they come."""
    return read(steps(target))


def read(migrations: list[Step]) -> list[Table]:
    """The tables that these files make."""
    text = "\n".join(step.text for step in migrations)
    said = {name: _plain(comment) for name, comment in _ON_TABLE.findall(text)}
    about = {(table, name): _plain(comment) for table, name, comment in _ON_COLUMN.findall(text)}
    columns: dict[str, list[Column]] = {}
    for pattern in (_TABLE, _ALTER):
        for table, body in pattern.findall(text):
            found = _columns(body, {name: c for (t, name), c in about.items() if t == table})
            columns.setdefault(table, []).extend(found)
    return [
        Table(name=name, comment=said.get(name, ""), columns=tuple(found))
        for name, found in columns.items()
    ]


def _columns(body: str, about: dict[str, str]) -> Iterator[Column]:
    for name, definition, comment in _COLUMN.findall(body):
        if name not in _NO_COLUMN:
            yield Column(name=name, definition=definition, comment=about.get(name, comment))


def _plain(comment: str) -> str:
    return comment.replace("''", "'")
