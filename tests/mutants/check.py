"""One run of mutmut over a room, in a copy of the checkout; what survived, as lines of code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from deploy.places import REPO
from tests.mutants.rooms import Room, found

SURVIVED = frozenset({None, 0, 5, 33})
"""Exit codes of mutmut's workers: nothing failed, or no test ran; anything else is a death."""

_PLUGINS = ("-p", "no:cacheprovider", "-p", "tests.mutants.cold")


class Mutant(Struct, frozen=True):
    """A change that no test noticed: the module, the lines taken out and those put in."""

    module: str
    function: str
    change: str
    """Lines as a diff has them, ``-`` before ``+``, without indentation."""


class Tally(Struct, frozen=True):
    """What became of the mutants of one module."""

    module: str
    mutants: int
    survivors: tuple[Mutant, ...]


class _Meta(Struct, frozen=True):
    exit_code_by_key: dict[str, int | None]


def check(room: Room, work: Path, tools: Path) -> list[Tally]:
    """Mutate the modules of a room; `work` is made anew, `tools` holds mutmut."""
    _copy(work)
    modules = found(work, room.modules)
    (work / "setup.cfg").write_text(_settings(modules, room, found(work, room.tests)), "utf-8")
    _run(work, tools)
    return [_tally(work, tools, module) for module in modules]


def _run(work: Path, tools: Path) -> None:
    """Half of the cores work at it, behind everybody else; what mutmut says goes to a file."""
    half = str(max(1, (os.cpu_count() or 1) // 2))
    run = ("nice", "-n", "10", sys.executable, "-m", "mutmut", "run", "--max-children", half)
    told = work / "mutmut.log"
    with told.open("wb") as log:
        ended = subprocess.run(run, cwd=work, env=_environ(tools), stdout=log, stderr=log)
    if ended.returncode:
        raise SystemExit(f"expected tests that pass before anything is broken, see {told}")


def _copy(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    names = subprocess.run(
        ("git", "ls-files", "*.py", "*.yaml", "*.sql", "*.toml", "*.md", "*.json"),
        cwd=REPO,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in names.stdout.splitlines():
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPO / name, target)


def _settings(modules: list[str], room: Room, tests: list[str]) -> str:
    left_out = [f"--deselect={test}" for test in room.slow]
    lists = {
        "source_paths": ["schema", "stream"],
        "only_mutate": modules,
        "also_copy": ["schema", "stream", "web", "alerts", "deploy", "tests", "docs"],
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": [*_PLUGINS, "--hypothesis-seed=0", *left_out],
    }
    lines = [f"{name} =\n    " + "\n    ".join(values) for name, values in lists.items()]
    return "\n".join(["[mutmut]", *lines, "timeout_multiplier = 8", ""])


def _environ(tools: Path) -> dict[str, str]:
    ours = {"PYTHONPATH": str(tools), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **ours, "HYPOTHESIS_PROFILE": "first"}


def _tally(work: Path, tools: Path, module: str) -> Tally:
    meta = work / "mutants" / f"{module}.meta"
    if not meta.is_file():
        return Tally(module, 0, ())
    codes = msgspec.json.decode(meta.read_bytes(), type=_Meta).exit_code_by_key
    left = [name for name, code in codes.items() if code in SURVIVED]
    diffs = _diffs(work, tools, module, left)
    survivors = (
        Mutant(module, _function(name), "\n".join(_change(diff)))
        for name, diff in zip(left, diffs, strict=True)
    )
    return Tally(module, len(codes), tuple(survivors))


def _function(name: str) -> str:
    """``schema.score.xǁScoreǁof__mutmut_3`` → ``Score.of``."""
    inner = name.rpartition(".")[2].partition("__mutmut_")[0]
    return inner.replace("xǁ", "").replace("ǁ", ".").removeprefix("x_")


_DIFFS = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
module, names = json.load(sys.stdin)
json.dump([get_diff_for_mutant(name, path=module) for name in names], sys.stdout)
"""


def _diffs(work: Path, tools: Path, module: str, names: list[str]) -> list[str]:
    """The change of every mutant; by mutmut itself, whose libraries are not ours."""
    told = subprocess.run(
        (sys.executable, "-c", _DIFFS),
        input=msgspec.json.encode((module, names)),
        cwd=work,
        env=_environ(tools),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(told.stdout, type=list[str])


def _change(diff: str) -> Iterator[str]:
    for line in diff.splitlines():
        if line[:1] in ("-", "+") and line[:3] not in ("---", "+++"):
            yield f"{line[0]} {line[1:].strip()}"
