"""Every source module has its test module at the mirrored place, and the other way round.

`web/hub.py` is tested by `tests/web/test_hub.py`, `stream/kpi/index.py` by
`tests/stream/kpi/test_index.py`. Packages' `__init__` and `__main__` are maps and flags: they need
none. `untested.txt` lists the exceptions and may only shrink; a line is a module, or
`module by test-file` where another suite tests it.
"""

from functools import cache
from pathlib import Path

from deploy.places import REPO
from tests.codebase.files import PACKAGES, sources, tracked

UNTESTED = REPO / "tests" / "codebase" / "untested.txt"
NO_MIRROR = {"live"}  # folders of tests on the real engines, which mirror no module
WHOLE = {"test_golden.py", "test_life_cycle.py", "test_recount.py"}  # of a whole package


def test_each_module_has_its_test() -> None:
    missing = [str(m) for m in _modules() if not _exists(_test_of(m)) and m not in _excepted()]
    assert not missing, f"expected a test file for each, got none: {missing}"


def test_each_test_has_its_module() -> None:
    tested = {_test_of(module) for module in _modules()}
    stray = [str(test) for test in _tests() if test not in tested]
    assert not stray, f"expected a module that each test mirrors, got none: {stray}"


def test_the_exceptions_are_needed() -> None:
    modules = _modules()
    stale = [str(m) for m in _excepted() if m not in modules or _exists(_test_of(m))]
    assert not stale, f"take these out of {UNTESTED.name}: {stale}"


def test_the_suites_named_in_the_exceptions_exist() -> None:
    gone = [str(test) for test in _excepted().values() if test and not _exists(test)]
    assert not gone, f"{UNTESTED.name} names test files that do not exist: {gone}"


def _modules() -> list[Path]:
    return [path for path in sources(*PACKAGES) if not path.stem.startswith("__")]


def _tests() -> list[Path]:
    below = [path for path in sources("tests") if path.name.startswith("test_")]
    mirrored = [path for path in below if path.parts[1] in PACKAGES]
    return [p for p in mirrored if not NO_MIRROR & set(p.parts) and p.name not in WHOLE]


def _test_of(module: Path) -> Path:
    return Path("tests", *module.parts[:-1], f"test_{module.name}")


def _exists(path: Path) -> bool:
    return path in tracked()


@cache
def _excepted() -> dict[Path, Path | None]:
    """Module to the suite that tests it, or to None."""
    lines = UNTESTED.read_text("utf-8").splitlines() if UNTESTED.exists() else []
    words = [line.split(" by ") for line in lines if line.strip() and not line.startswith("#")]
    return {Path(m.strip()): Path(by[0].strip()) if by else None for m, *by in words}
