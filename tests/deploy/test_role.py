import io
import sys
from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.procfile import Line
from deploy.role import Role, run_once, without_safe_path
from tests.deploy.fakes import SLEEPER, places, silent


def role(tmp_path: Path, program: str) -> tuple[Role, io.StringIO]:
    progress, out = silent()
    line = Line(role="web", argv=(sys.executable, "-c", program))
    return Role(line, places(tmp_path), {"NHIP_COUNTRY": "S"}, progress), out


async def test_its_lines_carry_its_name_and_it_has_the_environment(tmp_path: Path) -> None:
    web, out = role(tmp_path, "import os; print(os.environ['NHIP_COUNTRY'], os.getcwd())")
    await web.start()
    assert await web.died() == 0
    await web.stop()
    assert out.getvalue().splitlines()[0].startswith("web     │ S /")
    assert web.deaths == 1


async def test_stderr_is_shown_too_and_a_line_without_end(tmp_path: Path) -> None:
    web, out = role(tmp_path, "import sys; sys.stderr.write('half a line')")
    await web.start()
    await web.died()
    assert out.getvalue().splitlines() == ["web     │ half a line"]


async def test_the_log_has_all_of_it_and_the_terminal_what_matters(tmp_path: Path) -> None:
    lines = ["2026-11-22 05:11:08,076 INFO web: fine", "2026-11-22 05:11:08,077 ERROR web: bad"]
    web, out = role(tmp_path, f"print({chr(10).join(lines)!r})")
    await web.start()
    await web.died()
    await web.stop()
    assert out.getvalue().splitlines() == [f"web     │ {lines[1]}"]
    assert places(tmp_path).log("web").read_text().splitlines() == lines


async def test_a_line_longer_than_the_buffer_comes_in_pieces(tmp_path: Path) -> None:
    web, out = role(tmp_path, "print('x' * 3_000_000)")
    await web.start()
    assert await web.died() == 0
    assert sum(line.count("x") for line in out.getvalue().splitlines()) == 3_000_000


async def test_stop_ends_it(tmp_path: Path) -> None:
    web, _ = role(tmp_path, SLEEPER)
    await web.start()
    assert web.pid is not None
    await web.stop()
    assert await web.died() != 0


async def test_a_command_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    migrate, _ = role(tmp_path, "raise SystemExit('no database')")
    with pytest.raises(CannotStart, match=r"web ended with status 1:\n    no database"):
        await run_once(migrate)


def test_python_finds_the_checkout() -> None:
    environ = without_safe_path({"PYTHONSAFEPATH": "1", "A": "b"})
    assert environ["PYTHONUNBUFFERED"] == "1" and environ["A"] == "b"
    assert "PYTHONSAFEPATH" not in environ
