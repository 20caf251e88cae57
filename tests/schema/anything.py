"""Any record of a msgspec type, and any JSON value: Hypothesis strategies made from the types."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from msgspec import inspect as kinds

from schema.fields import FIRST_YEAR, LAST_YEAR

calm = settings(database=None)
"""For machines that others use too: no deadline, nothing remembered between runs."""

Made = st.SearchStrategy[Any]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-12))])
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
EDGES = (datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31, 23, 59, 59))  # noqa: DTZ001
INSTANTS = st.datetimes(*EDGES, timezones=ZONES)
LONGEST = 4  # elements of a made list: the type may allow 500


def values(annotation: Any) -> Made:
    """Values of any type msgspec knows."""
    return _made(kinds.type_info(annotation))


def json_values() -> Made:
    """Any JSON value."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    return st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
    )


@st.composite
def disturbed(draw: st.DrawFn, whole: Any) -> Any:
    """A JSON value with one place of it replaced by any other."""
    changed = copy.deepcopy(whole)
    holder, key = draw(st.sampled_from(_places(changed)))
    holder[key] = draw(json_values())
    return changed


def _places(value: Any) -> list[tuple[Any, Any]]:
    match value:
        case dict():
            inner = list(value.items())
        case list():
            inner = list(enumerate(value))
        case _:
            return []
    return [(value, key) for key, _ in inner] + [p for _, v in inner for p in _places(v)]


def _made(kind: kinds.Type) -> Made:
    return _MAKERS[type(kind)](kind)


def _text(kind: Any) -> Made:
    if kind.pattern is None:
        return st.text(CHARACTERS, min_size=kind.min_length or 0, max_size=kind.max_length)
    if "{8}" in kind.pattern:
        return st.uuids().map(str)
    return st.from_regex(kind.pattern).filter(lambda text: len(text) <= kind.max_length)


def _record(kind: Any) -> Made:
    fields = {field.encode_name: _made(field.type) for field in kind.fields if not _tag(field)}
    return st.builds(kind.cls, **fields)


def _tag(field: Any) -> bool:
    return isinstance(field.type, kinds.LiteralType) and field.encode_name == "v"


def _mapping(kind: Any) -> Made:
    keys, inner = _made(kind.key_type), _made(kind.value_type)
    return st.dictionaries(keys, inner, min_size=kind.min_length or 0, max_size=LONGEST)


_MAKERS: dict[type[kinds.Type], Callable[[Any], Made]] = {
    kinds.AnyType: lambda kind: json_values(),
    kinds.NoneType: lambda kind: st.none(),
    kinds.BoolType: lambda kind: st.booleans(),
    kinds.IntType: lambda kind: st.integers(
        kind.ge if kind.ge is not None else -(10**9), kind.le if kind.le is not None else 10**9
    ),
    kinds.FloatType: lambda kind: st.floats(
        kind.ge, kind.le, allow_nan=False, allow_infinity=False
    ),
    kinds.StrType: _text,
    kinds.DateType: lambda kind: DAYS,
    kinds.DateTimeType: lambda kind: INSTANTS,
    kinds.LiteralType: lambda kind: st.sampled_from(list(kind.values)),
    kinds.EnumType: lambda kind: st.sampled_from(list(kind.cls)),
    kinds.UnionType: lambda kind: st.one_of([_made(one) for one in kind.types]),
    kinds.ListType: lambda kind: st.lists(
        _made(kind.item_type), min_size=kind.min_length or 0, max_size=LONGEST
    ),
    kinds.TupleType: lambda kind: st.tuples(*[_made(one) for one in kind.item_types]),
    kinds.VarTupleType: lambda kind: st.lists(_made(kind.item_type), max_size=LONGEST).map(tuple),
    kinds.DictType: _mapping,
    kinds.StructType: _record,
}
