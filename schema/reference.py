"""Reference pages made from the code: settings, measures, flows, tables. A test holds docs/ to it.

`python -m schema reference` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from schema.flows import FLOWS_MEANING
from schema.measures import MEANING
from schema.settings import Settings, variable
from schema.tables import TARGETS, Table, tables

MADE = "This page is made from the code by `python -m schema reference`; do not edit it.\n"


def pages() -> dict[str, str]:
    """Every page by its name in docs/."""
    return {
        "settings.md": settings_page(),
        "measures.md": measures_page(),
        "flows.md": flows_page(),
        "tables.md": tables_page(),
    }


def settings_page() -> str:
    """Every setting: its variable, default and meaning."""
    rows = [
        (f"`{variable(name, field)}`", _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return (
        f"# Settings\n\n{MADE}\n"
        "Settings are environment variables, read once when a process starts; an empty one is as\n"
        "good as none. A value that cannot be used stops the process with the name of its\n"
        "variable. `—`: no default.\n\n" + _table(("variable", "default", "meaning"), rows)
    )


def measures_page() -> str:
    """Every integer of a leaf: its place in `counts` and its meaning."""
    rows = [(str(n), f"`{name}`", text) for n, (name, text) in enumerate(MEANING.items())]
    return (
        f"# Measures\n\n{MADE}\n"
        "The integers each leaf of the tree carries, in the order of the column `counts` of\n"
        "`partial`, `partial_day`, `kpi_day` and `kpi_history` (PostgreSQL counts from 1: add one\n"
        "to the place). New ones are appended, never moved. Why:\n"
        "[decision 005](decisions/005-leaf-integers.md).\n\n"
        + _table(("place", "measure", "meaning"), rows)
    )


def flows_page() -> str:
    """Every flow of a day: its place in `counts` and its meaning."""
    rows = [(str(n), f"`{name}`", text) for n, (name, text) in enumerate(FLOWS_MEANING.items())]
    return (
        f"# Flows\n\n{MADE}\n"
        "The integers of a local day, in the order of the column `counts` of `flow_day`\n"
        "(PostgreSQL counts from 1: add one to the place; zeros at the end are left out). New\n"
        "ones are appended, never moved; they begin with the build that has them: the past has\n"
        "them after a rebuild. What is made of them: [method](method-windows.md).\n\n"
        + _table(("place", "flow", "meaning"), rows)
    )


def tables_page() -> str:
    """Every SQL table with its columns."""
    parts = [f"# Tables\n\n{MADE}\nWhat the migrations of `schema/sql` make.\n"]
    for target, where in TARGETS.items():
        parts.append(f"\n## Schema `{where}`\n")
        parts += [_section(table) for table in tables(target)]
    return "".join(parts)


def _section(table: Table) -> str:
    rows = [(f"`{one.name}`", f"`{one.definition}`", one.comment) for one in table.columns]
    return f"\n### {table.name}\n\n{table.comment}\n\n" + _table(("column", "type", ""), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    value = field.default
    return "—" if value in ("", None, PydanticUndefined) else f"`{value}`"
