"""The Procfile: one line a role, no shell. Read by `up`; honcho reads the same file."""

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import CannotStart


@dataclass(frozen=True, kw_only=True)
class Line:
    """One role and the words that start it; `python` is the interpreter that runs us."""

    role: str
    argv: tuple[str, ...]


def read(file: Path) -> tuple[Line, ...]:
    """The roles in the order of the file; CannotStart names a line that is none."""
    numbered = enumerate(file.read_text("utf-8").splitlines(), start=1)
    return tuple(_line(file, number, text) for number, text in numbered if _says_something(text))


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not text.startswith("#")


def _line(file: Path, number: int, text: str) -> Line:
    role, colon, words = text.partition(":")
    argv = tuple(sys.executable if word == "python" else word for word in shlex.split(words))
    if not colon or not argv:
        raise CannotStart(f"{file.name}:{number}: expected `role: command`, got {text!r}")
    return Line(role=role.strip(), argv=argv)
