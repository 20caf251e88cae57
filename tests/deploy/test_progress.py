import re

from deploy.progress import CLEAR
from tests.deploy.fakes import silent


def test_a_step_is_one_plain_line_when_nobody_looks() -> None:
    progress, out = silent()
    progress.step("kafka", "starting on 127.0.0.1:1")
    assert re.fullmatch(r"\[ +\d+\.\ds\] kafka +starting on 127\.0\.0\.1:1\n", out.getvalue())


def test_long_lines_and_brackets_of_others_stay_as_they_are() -> None:
    progress, out = silent()
    line = "[bold]not markup[/bold] " + "x" * 300
    progress.output("web", line)
    assert out.getvalue() == f"web     │ {line}\n"


def test_a_share_is_told_now_and_then_when_nobody_looks() -> None:
    progress, out = silent()
    for percent in range(0, 100, 10):
        progress.share("up", "folding", percent / 100)
    assert out.getvalue().count("\n") == 1 and "folding: 0%" in out.getvalue()


def test_on_a_terminal_a_share_is_one_line_that_the_next_word_replaces() -> None:
    progress, out = silent()
    progress._console._force_terminal = True
    progress.share("up", "folding", 0.1)
    progress.share("up", "folding", 0.2)
    progress.step("up", "folded")
    assert out.getvalue().count("\n") == 1 and out.getvalue().count(CLEAR) == 2
