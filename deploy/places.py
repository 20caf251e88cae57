"""Where local state lies: one data directory for an instance, one cache for the machine.

Called by every module here; nothing else spells a file name of the data directory.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Places:
    """The data directory (`NHIP_DATA_DIR`, default `.nhip`) and the cache (`NHIP_CACHE_DIR`)."""

    data: Path
    cache: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Places":
        """Absolute paths, so that a child with another working directory finds the same place."""
        data = Path(environ.get("NHIP_DATA_DIR") or REPO / ".nhip")
        cache = Path(environ.get("NHIP_CACHE_DIR") or Path.home() / ".cache" / "nhip")
        return cls(data=data.expanduser().absolute(), cache=cache.expanduser().absolute())

    def make(self) -> None:
        """Create what is missing; the data directory holds passwords, so others may not list it."""
        for path in (self.data, self.log_dir, self.run_dir, self.cache):
            path.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o711)  # passable: as root, PostgreSQL runs as its own system user

    @property
    def log_dir(self) -> Path:
        return self.data / "log"

    @property
    def run_dir(self) -> Path:
        return self.data / "run"

    @property
    def ports_file(self) -> Path:
        return self.data / "ports.json"

    @property
    def lock_file(self) -> Path:
        return self.data / "lock"

    @property
    def services_env(self) -> Path:
        return self.data / "services.env"

    def engine(self, name: str) -> Path:
        """The engine's own state."""
        return self.data / name

    def log(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"

    def pid_file(self, name: str) -> Path:
        return self.run_dir / f"{name}.pid"


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, in one step: readers see the old or the new text."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    os.replace(draft, path)
