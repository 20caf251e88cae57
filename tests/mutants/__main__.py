"""`make mutants [ONLY="room or module …"]`: break formulas in every small way; do tests notice?

Prints every change that no test noticed and a table of the modules. `equivalent.yaml` lists those
that change nothing anybody could see, with the reason; of all others at least 90 % must be killed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from deploy.places import REPO
from schema.settings import Settings
from tests.mutants.check import Mutant, Tally, check
from tests.mutants.rooms import ROOMS, chosen

BAR = 0.9
REQUIREMENTS = REPO / "requirements-mutants.txt"
EQUIVALENT = Path(__file__).parent / "equivalent.yaml"


def main(words: list[str]) -> int:
    """Check the rooms and modules named, or all rooms."""
    asked = {word: dict(chosen(word)) for word in words or ROOMS}
    if unknown := [word for word, runs in asked.items() if not runs]:
        rooms = ", ".join(ROOMS)
        sys.stderr.write(f"expected {rooms}, or a module of them; got {' '.join(unknown)}\n")
        return 2
    base = Settings.from_environ().data_dir.resolve() / "mutants"
    install(base / "tools")
    excused = read_equivalent(EQUIVALENT.read_text("utf-8"))
    tallies = [
        tally
        for runs in asked.values()
        for name, room in runs.items()
        for tally in check(room, base / name, base / "tools")
    ]
    sys.stdout.writelines(f"{line}\n" for line in report(tallies, excused))
    return int(any(share(one, excused) < BAR for one in tallies))


def install(tools: Path) -> None:
    """Mutmut into a folder of its own: it asks for a newer click than Faust allows."""
    mark = tools / "ready"
    if mark.is_file() and mark.read_bytes() == REQUIREMENTS.read_bytes():
        return
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    told = ("--require-hashes", "--upgrade", "--target", str(tools), "-r", str(REQUIREMENTS))
    subprocess.run((*pip, *told), check=True)
    mark.write_bytes(REQUIREMENTS.read_bytes())


def read_equivalent(text: str) -> set[tuple[str, str]]:
    """(module, change) of every mutant that is excused."""
    rows: list[dict[str, Any]] = yaml.safe_load(text) or []
    return {(row["module"], row["change"].strip()) for row in rows if row["why"]}


def left(tally: Tally, excused: set[tuple[str, str]]) -> list[Mutant]:
    """What survived and should not have; an `assert` only tells mypy what is so."""
    return [
        one
        for one in tally.survivors
        if (one.module, one.change) not in excused and not one.change.startswith("- assert ")
    ]


def share(tally: Tally, excused: set[tuple[str, str]]) -> float:
    """Killed of those that are not equivalent; 1 where nothing can be broken."""
    equivalent = len(tally.survivors) - len(left(tally, excused))
    real = tally.mutants - equivalent
    return 1.0 if real == 0 else 1 - len(left(tally, excused)) / real


def report(tallies: Iterable[Tally], excused: set[tuple[str, str]]) -> Iterable[str]:
    """The changes nobody noticed, then a table."""
    tallies = list(tallies)
    for tally in tallies:
        for one in left(tally, excused):
            yield f"{one.module} {one.function}\n{one.change}\n"
    yield f"| {'module':<42} | mutants | equivalent | left | killed |"
    yield f"|{'-' * 44}|--------:|-----------:|-----:|-------:|"
    for tally in tallies:
        survived = len(left(tally, excused))
        excused_here = len(tally.survivors) - survived
        yield (
            f"| {tally.module:<42} | {tally.mutants:>7} | {excused_here:>10} | {survived:>4} |"
            f" {share(tally, excused):>6.1%} |"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
