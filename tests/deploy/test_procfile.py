import sys
from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.places import REPO
from deploy.procfile import read


def test_ours_names_the_agreed_roles_and_runs_this_python() -> None:
    lines = read(REPO / "Procfile")
    assert [line.role for line in lines] == ["web", "fold", "roll", "alerts", "mirror", "feed"]
    assert {line.argv[:2] for line in lines} == {(sys.executable, "-m")}


def test_words_are_split_as_a_shell_would_and_comments_skipped(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("# roles\n\nweb: run 'a b' c\n")
    (line,) = read(tmp_path / "Procfile")
    assert (line.role, line.argv) == ("web", ("run", "a b", "c"))


@pytest.mark.parametrize("text", ["web python", "web:"])
def test_a_line_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "Procfile").write_text(f"fold: python\n{text}\n")
    with pytest.raises(CannotStart, match=f"Procfile:2: expected `role: command`, got '{text}'"):
        read(tmp_path / "Procfile")
