"""What the sample country is asked to do (content.yaml), as templates for titles and texts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct, field

Cadence = Literal["weekly", "monthly"]


class Template(Struct, frozen=True, kw_only=True):
    """A task as it is asked of one unit or of every unit of a kind; `{unit}` is the unit's name."""

    title: str = field(name="t")
    field: str
    source: str = msgspec.field(name="src")
    lead: str | None = None
    coordinators: tuple[str, ...] = msgspec.field(name="with", default=())
    cadence: Cadence | None = None
    programme: str = "nq57"


class Content(Struct, frozen=True, kw_only=True):
    """Templates by kind of unit, and the texts of everyday reports."""

    once: tuple[Template, ...]
    each: dict[str, tuple[Template, ...]]
    recurring: dict[str, tuple[Template, ...]]
    others: dict[str, dict[str, tuple[Template, ...]]]
    """Kind of unit → programme → templates."""
    assignees: dict[str, tuple[str, ...]]
    difficulties: dict[str, tuple[str, ...]]
    reasons: dict[str, tuple[str, ...]]
    urge: str
    urge_answer: str


@cache
def content() -> Content:
    """The shipped content."""
    text = files("stream.sample").joinpath("content.yaml").read_text("utf-8")
    written: dict[str, Any] = yaml.safe_load(text)
    return msgspec.convert({**written, "others": _others(written["others"])}, Content)


def _others(written: dict[str, Any]) -> dict[str, dict[str, list[dict[str, str]]]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for programme, rows in written.items():
        for kind in ("central_body", "province", "commune"):
            found.setdefault(kind, {})[programme] = [
                {"t": title, "field": rows["field"], "src": "O", "programme": programme}
                for title in rows[kind]
            ]
    return found
