"""Templates: one Jinja environment, autoescaped, in which a missing name is an error.

Addresses of static files carry a hash of their content, so that they may be cached for ever.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import formats

HERE = Path(__file__).parents[1]
STATIC = HERE / "static"


@cache
def environment() -> Environment:
    """The templates of `web/templates` with the filters they use."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
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
    made.globals["asset"] = asset
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
def asset(name: str) -> str:
    """The address of a file under `web/static`; raises FileNotFoundError naming it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"
