"""PostgreSQL with TimescaleDB on loopback: the database of `make run TIMESCALE=1`. Started by
`services` instead of `postgres`.

The server is Debian's (the Apache edition), from a tree that `tree` makes once for the machine.
"""

from collections.abc import Mapping
from pathlib import Path

from deploy.cluster import Server, system_user
from deploy.inside import Inside, refuse_ordinary
from deploy.postgres import Postgres
from deploy.progress import Progress
from deploy.tree import tree


def asked(environ: Mapping[str, str]) -> bool:
    """Whether TIMESCALE=1 was given."""
    return environ.get("NHIP_TIMESCALE", "") not in ("", "0")


class Timescale(Postgres):
    """The same server with another build of its programs."""

    name = "timescale"
    settings = Postgres.settings | {
        "shared_preload_libraries": "timescaledb",
        "timescaledb.telemetry_level": "off",
    }

    def server(self, progress: Progress) -> Server:
        refuse_ordinary()
        folder = self.places.engine(self.name)
        folder.mkdir(mode=0o711, exist_ok=True)
        root = tree(self.places.cache, progress)
        return Inside(tree=root, folder=folder, user=system_user())

    @property
    def cluster(self) -> Path:
        return self.places.engine(self.name) / "cluster"
