"""The demo's API key, which may speak for every unit: hash in SQL, key in the data folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from schema.database import connect
from schema.queries import load
from schema.settings import Settings

NAME = "demo"


def fingerprint(key: str) -> bytes:
    """What SQL keeps of a key: its SHA-256."""
    return hashlib.sha256(key.encode()).digest()


def path(settings: Settings) -> Path:
    """Where the demo key is written."""
    return settings.data_dir / "demo-key"


def ensure(settings: Settings) -> Path | None:
    """Make the demo key known and return where it is; None in production, which has none."""
    if settings.profile == "prod":
        return None
    file = path(settings)
    if not file.exists():
        _write(file)
    key = file.read_text("utf-8").strip()
    with connect(settings) as connection:
        connection.execute(load("migrate").add_key, (fingerprint(key), NAME, None))
    return file


def _write(file: Path) -> None:
    """Make a key, whole or not at all; when two do so at once, the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(f"nhip_{secrets.token_urlsafe(32)}\n")
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
