"""A Debian tree with TimescaleDB in it, made once for the machine by its own apt. Called by
`timescale`.

No Python package carries TimescaleDB; Debian's trixie does. apt loads what it needs into a place of
its own and dpkg-deb lays it out: nothing is installed on the machine. Mirror, proxy and keyring are
those of apt's configuration.
"""

import fcntl
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.errors import CannotStart
from deploy.progress import Progress

RELEASE = "trixie"
SERVER = "postgresql-17-timescaledb"
TOOLS = ("coreutils", "dash", "libc-bin", "util-linux")  # what runs the server inside the tree
ROOMS = ("dev", "proc", "srv/nhip", "tmp")  # what `inside` puts something into
MERGED = ("bin", "sbin", "lib", "lib64")  # Debian keeps them below usr
FIELDS = "$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(SITE)|$(SOURCESENTRY)"
Run = Callable[..., str]


def run(*words: str) -> str:
    """What a program says; CannotStart with its last words when it fails."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise CannotStart(
            f"timescale: expected Debian with apt, found no {words[0]}. Set DATABASE_URL to a"
            " server that has TimescaleDB."
        ) from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip()
        raise CannotStart(
            f"timescale: expected {words[0]} to succeed, got status {error.returncode}: {said}"
        ) from error
    return done.stdout


def tree(cache: Path, progress: Progress, run: Run = run) -> Path:
    """The root of the tree, made if it is missing: about half a minute and 450 MB."""
    place = cache / f"{RELEASE}-{SERVER}"
    with _alone(place):
        if not place.exists():
            progress.step("timescale", f"making a Debian tree with {SERVER} (once a machine)")
            _make(place, run)
    return place


def source(run: Run = run) -> str:
    """The line of sources.list for our release, from where this machine has its own Debian."""
    found = _archive(run)
    if found is None:
        run("apt-get", "update", "-qq")
        found = _archive(run)
    if found is None:
        raise CannotStart(
            "timescale: expected a Debian archive among the sources of apt, found none. Set"
            " DATABASE_URL to a server that has TimescaleDB."
        )
    site, entry = found
    keyring = signed_by(entry)
    options = f"[signed-by={keyring}] " if keyring else ""
    return f"deb {options}{site} {RELEASE} main\n"


def signed_by(entry: str) -> str | None:
    """The keyring file named by an entry of apt's sources (`file:line`); None: apt's own."""
    file, _, line = entry.rpartition(":")
    lines = Path(file).read_text("utf-8").splitlines()[max(int(line) - 1, 0) :]
    text = lines[0] if file.endswith(".list") else "\n".join(_stanza(lines))
    named = re.search(r"signed-by\s*[:=]\s*(/[^\s\],]+)", text, re.IGNORECASE)
    return named.group(1) if named else None


def _stanza(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            return
        yield line


def _archive(run: Run) -> tuple[str, str] | None:
    """Site and entry of Debian's main archive; `bookworm-updates` and the like are others."""
    said = run("apt-get", "indextargets", "--format", FIELDS, "Created-By: Packages")
    for line in said.splitlines():
        origin, codename, component, site, entry = line.split("|")
        if origin == "Debian" and component == "main" and "-" not in codename:
            return site, entry
    return None


def _make(place: Path, run: Run) -> None:
    """Beside the place and moved there when complete: a killed one leaves nothing that counts."""
    draft, packages = place.with_name(place.name + ".new"), place.with_name(place.name + ".apt")
    for left in (draft, packages):
        shutil.rmtree(left, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial", "state"):
        (packages / name).mkdir(parents=True)
    (packages / "sources.list").write_text(source(run))
    (packages / "status").touch()
    run("apt-get", *_apart(packages), "update", "-qq")
    run("apt-get", *_apart(packages), "install", "-qq", "--download-only", SERVER, *TOOLS)
    _lay_out(sorted((packages / "cache" / "archives").glob("*.deb")), draft, run)
    shutil.rmtree(packages)
    draft.rename(place)


def _apart(packages: Path) -> tuple[str, ...]:
    """apt with state of its own: it neither reads nor changes what the machine has installed."""
    options = {
        "Dir::Etc::SourceList": packages / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State": packages / "state",
        "Dir::State::Lists": packages / "lists",
        "Dir::State::status": packages / "status",
        "Dir::Cache": packages / "cache",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return tuple(word for key, value in options.items() for word in ("-o", f"{key}={value}"))


def _lay_out(packages: list[Path], draft: Path, run: Run) -> None:
    for name in MERGED:
        (draft / "usr" / name).mkdir(parents=True)
        (draft / name).symlink_to(f"usr/{name}")
    for package in packages:
        run("dpkg-deb", "--extract", str(package), str(draft))
    for room in ROOMS:
        (draft / room).mkdir(parents=True, exist_ok=True)
    (draft / "etc" / "passwd").touch()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One maker at a time; a second waits and finds the tree made."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(place.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
