"""Two processes with different pasts make the same document, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCRIPT = """
import hashlib, sys
import orjson
from bokeh.models import ColumnDataSource
for _ in range(int(sys.argv[1])):
    ColumnDataSource()
from tests.web.fakes import facts, pulse, state
from web.documents.board import BoardDocument
board = BoardDocument("vn@nq57/vi/internal")
board.show(facts(state(overdue=3), pulse()))
print(hashlib.sha256(orjson.dumps(board.to_json())).hexdigest())
"""


def made_by_a_process(models_before: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(models_before)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(models_before)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_two_processes_make_equal_documents() -> None:
    assert made_by_a_process(0) == made_by_a_process(777)
