"""Every source module has its test module at the mirrored place, and the other way round.

`web/hub.py` is tested by `tests/web/test_hub.py`, `stream/kpi/index.py` by
`tests/stream/kpi/test_index.py`. Packages' `__init__` and `__main__` are maps and flags: they need
none. `untested.txt` lists the exceptions; it may only shrink.
"""

from pathlib import Path

from deploy.places import REPO
from tests.codebase.files import PACKAGES, sources, tracked

UNTESTED = REPO / "tests" / "codebase" / "untested.txt"
NO_MIRROR = {"live"}  # folders of tests on the real engines, which mirror no module


def test_each_module_has_its_test() -> None:
    missing = [str(s) for s in _modules() if not _exists(_test_of(s)) and str(s) not in _excepted()]
    assert not missing, f"expected a test file for each, got none: {missing}"


def test_each_test_has_its_module() -> None:
    tested = {_test_of(source) for source in _modules()}
    stray = [str(test) for test in _tests() if test not in tested]
    assert not stray, f"expected a module that each test mirrors, got none: {stray}"


def test_the_exceptions_are_needed() -> None:
    modules = {str(source): source for source in _modules()}
    stale = [n for n in _excepted() if n not in modules or _exists(_test_of(modules[n]))]
    assert not stale, f"take these out of {UNTESTED.name}: {stale}"


def _modules() -> list[Path]:
    return [path for path in sources(*PACKAGES) if not path.stem.startswith("__")]


def _tests() -> list[Path]:
    below = [path for path in sources("tests") if path.name.startswith("test_")]
    mirrored = [path for path in below if path.parts[1] in PACKAGES]
    return [path for path in mirrored if not NO_MIRROR & set(path.parts)]


def _test_of(source: Path) -> Path:
    return Path("tests", *source.parts[:-1], f"test_{source.name}")


def _exists(path: Path) -> bool:
    return path in tracked()


def _excepted() -> set[str]:
    lines = UNTESTED.read_text("utf-8").splitlines() if UNTESTED.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}
