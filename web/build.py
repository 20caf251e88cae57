"""Which build this is: pages reload when it changes, and only then.

A hash of everything that decides what a browser sees: our sources, templates and static files, and
the version of Bokeh.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import bokeh

ROOT = Path(__file__).parents[1]
ROOMS = ("web", "schema")
KINDS = frozenset({".py", ".html", ".css", ".js", ".yaml", ".svg", ".woff2"})


@cache
def build() -> str:
    """Twelve hexadecimal digits, the same on every machine that runs these files."""
    digest = hashlib.sha256(bokeh.__version__.encode())
    for path in files():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def files() -> list[Path]:
    """The files that count, in a fixed order."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    return sorted(path for path in found if path.suffix in KINDS and path.is_file())
