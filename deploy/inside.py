"""PostgreSQL's programs inside a Debian tree: how they are called. Called by `timescale`.

Only root may: the tree becomes the root directory of the program, and one folder of the data
directory is all that it sees of this machine's files.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import CannotStart

INSIDE = Path(__file__).with_name("inside.sh")
PROGRAMS = "/usr/lib/postgresql/17/bin"
FOLDER = "/srv/nhip"  # where the programs see the folder


def refuse_ordinary() -> None:
    """CannotStart unless we are root."""
    if os.geteuid() != 0:
        raise CannotStart(
            "timescale: expected root, which a Debian tree with TimescaleDB needs (mount, chroot),"
            " got an ordinary user. Start as root, or set DATABASE_URL to a server that has"
            " TimescaleDB, or leave TIMESCALE=1 out: embedded PostgreSQL gives the same figures."
        )


@dataclass(frozen=True, kw_only=True)
class Inside:
    """A `cluster.Server` in the tree; the cluster lies directly in `folder`."""

    tree: Path
    folder: Path
    user: str  # whom the files belong to and the programs run as
    become = ""  # we stay root until the tree is around us

    def argv(self, program: str, *words: str) -> tuple[str, ...]:
        entry = pwd.getpwnam(self.user)
        mounts = ("unshare", "--mount", "--propagation", "private", "sh", str(INSIDE))
        given = (str(self.tree), str(self.folder), str(entry.pw_uid), str(entry.pw_gid))
        return (*mounts, *given, f"{PROGRAMS}/{program}", *words)

    def sees(self, path: Path) -> str:
        return f"{FOLDER}/{path.relative_to(self.folder)}"

    def open_way(self, cluster: Path) -> None:
        """Nothing to open: from inside the folder has no directories above."""
