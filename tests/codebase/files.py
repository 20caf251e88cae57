"""What the rules are applied to: the files that git knows or would take."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from deploy.places import REPO

PACKAGES = ("schema", "stream", "web", "alerts", "deploy")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".sql", ".js", ".css", ".html", ".sh", ".in", ""}


@cache
def tracked() -> tuple[Path, ...]:
    """All files that are or could be committed, relative to the repository."""
    words = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=True).stdout
    names = sorted(set(filter(None, listed.split("\0"))))
    return tuple(Path(name) for name in names if (REPO / name).is_file())


def texts() -> tuple[Path, ...]:
    """Those that hold text written by hand (and the locks)."""
    return tuple(p for p in tracked() if p.suffix in TEXT or p.suffix == ".lock")


def sources(*folders: str) -> tuple[Path, ...]:
    """The Python files below these top-level folders."""
    return tuple(p for p in tracked() if p.suffix == ".py" and p.parts[0] in folders)


def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse((REPO / path).read_text("utf-8"), filename=str(path))
