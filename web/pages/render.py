"""Templates: one Jinja environment, autoescaped, in which a missing name is an error."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import assets, formats

TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def environment() -> Environment:
    """The templates of `web/templates` with the filters they use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "json": as_json,
        "iso": iso,
        "day": formats.day,
        "clock": formats.clock,
        "moment": formats.moment,
    }
    made.globals["asset"] = address
    return made


def render(template: str, **context: Any) -> str:
    """The text of a page."""
    return environment().get_template(template).render(**context)


def as_json(value: Any) -> str:
    """A value as JSON text (escaped like any text where it is put)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def iso(when: datetime | None) -> str:
    """ISO 8601, empty where nothing is known."""
    return when.isoformat() if when else ""


@cache
def address(name: str) -> str:
    """Where a static file is served, with the version of its content: it may be kept for ever."""
    return f"/static/{name}?v={assets.asset(name).version}"
