"""What changed between two catalogues, as lines a person reads. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from schema.catalogue import Catalogue

_SECTIONS = (
    "units",
    "programmes",
    "fields",
    "objectives",
    "indicators",
    "sources",
    "leagues",
    "posts",
)
"""Sections whose rows have a code."""
_LISTS = ("memberships", "changes")
"""Sections whose rows are told apart by their content only."""
_QUIET = frozenset({"sort_key"})
"""What follows from other parts."""


def diff(old: Catalogue, new: Catalogue) -> list[str]:
    """Lines ``+ units vn.15: …`` (added), ``- …`` (removed), ``~ …: part: old → new`` (changed)."""
    before: dict[str, Any] = msgspec.to_builtins(old)
    after: dict[str, Any] = msgspec.to_builtins(new)
    lines = list(_parts("catalogue", _head(before), _head(after)))
    for section in _SECTIONS:
        lines += _rows(section, _by_code(before[section]), _by_code(after[section]))
    for section in _LISTS:
        lines += _texts(section, before[section], after[section])
    return [*lines, *_parts("method", before["method"], after["method"])]


def _head(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("name_vi", "name_en", "sample")}


def _by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows}


def _rows(
    section: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    for code in sorted(before.keys() | after.keys()):
        name = f"{section} {code}"
        if code not in before:
            yield f"+ {name}: {after[code]['name_vi']}"
        elif code not in after:
            yield f"- {name}: {before[code]['name_vi']}"
        else:
            yield from _parts(name, before[code], after[code])


def _parts(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for part in sorted((before.keys() | after.keys()) - _QUIET):
        old, new = before.get(part), after.get(part)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _parts(f"{name}: {part}", old, new)
        elif old != new:
            yield f"~ {name}: {part}: {_shown(old)} → {_shown(new)}"


def _texts(section: str, before: list[Any], after: list[Any]) -> Iterator[str]:
    yield from (f"- {section}: {_shown(row)}" for row in before if row not in after)
    yield from (f"+ {section}: {_shown(row)}" for row in after if row not in before)


def _shown(value: object) -> str:
    return "—" if value in (None, "", [], ()) else msgspec.json.encode(value).decode()
