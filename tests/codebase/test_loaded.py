"""What a running role has in memory: import rules that only a fresh interpreter can prove."""

import subprocess
import sys

import pytest

from deploy.places import REPO

WEB = ("bokeh.server", "tornado", "faust", "stream", "alerts", "deploy")
STREAM = ("bokeh", "starlette", "web", "alerts", "deploy")
ALERTS = ("bokeh", "faust", "stream", "web", "deploy")


@pytest.mark.parametrize(
    ("module", "strangers"),
    [
        ("web.app", WEB),
        ("stream.fold.main", STREAM),
        ("stream.roll.main", STREAM),
        ("alerts.app", ALERTS),
        ("deploy.up", ("bokeh", "faust", "starlette", "stream", "web", "alerts")),
    ],
)
def test_a_role_loads_no_stranger(module: str, strangers: tuple[str, ...]) -> None:
    loaded = _loaded(module)
    found = sorted(name for name in loaded for s in strangers if f"{name}.".startswith(f"{s}."))
    assert not found, f"`import {module}` also loads {found[:5]}"


def _loaded(module: str) -> list[str]:
    code = f"import {module}, sys; sys.stdout.write(' '.join(sys.modules))"
    words = (sys.executable, "-c", code)
    result = subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.split()
