import re

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
