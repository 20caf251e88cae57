"""Reading tables from the text of migrations."""

from __future__ import annotations

import re

import pytest

from schema.migrate import Step, steps
from schema.tables import TARGETS, Column, Table, read, tables

FIRST = """-- What a file is about.

create table house (
    id integer primary key,
    name text not null,                   -- as on the door; never empty
    kind text default 'it''s a house' check (kind <> ''),
    roof bigint[] not null,
    primary key (id, name),
    unique (name)
);
create index house_name on house (name);
comment on table house is 'Where people live, isn''t it.';
"""
SECOND = """
alter table house add column door text;
alter table house
    add column steps integer not null default 0,   -- counted from 1; 0: none
    add column open boolean;                        -- whether one may enter
alter table house set (fillfactor = 70);
comment on column house.door is 'What it is made of.';
"""


def test_tables_are_read_with_what_is_said_of_them() -> None:
    texts = (FIRST, SECOND)
    files = [Step(number=n, name=f"{n:04}_x.sql", text=text) for n, text in enumerate(texts)]
    assert read(files) == [
        Table(
            name="house",
            comment="Where people live, isn't it.",
            columns=(
                Column(name="id", definition="integer primary key"),
                Column(name="name", definition="text not null",
                       comment="as on the door; never empty"),
                Column(name="kind",
                       definition="text default 'it''s a house' check (kind <> '')"),
                Column(name="roof", definition="bigint[] not null"),
                Column(name="door", definition="text", comment="What it is made of."),
                Column(name="steps", definition="integer not null default 0",
                       comment="counted from 1; 0: none"),
                Column(name="open", definition="boolean", comment="whether one may enter"),
            ),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_every_table_is_found_and_says_what_it_is(target: str) -> None:
    text = "\n".join(step.text for step in steps(target))
    made = re.findall(r"create\s+(?:unlogged\s+)?table\s+(?:if not exists\s+)?(\w+)", text)
    found = tables(target)
    assert [table.name for table in found] == made
    silent = [table.name for table in found if not table.comment]
    assert not silent, f"expected `comment on table` for each, got none for {silent}"
    assert all(table.columns for table in found)
