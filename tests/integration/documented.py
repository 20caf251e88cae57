"""The commands of a page, so that what is tested is what is written there."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path

from deploy.cluster import programs
from deploy.places import REPO

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: str, heading: str) -> list[list[str]]:
    """The blocks of commands under a heading of a page in docs, a line each."""
    text = (REPO / "docs" / page).read_text()
    _, found, rest = text.partition(f"\n### {heading}\n")
    assert found, f"docs/{page} has no section {heading}"
    section = re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return [block.strip().splitlines() for block in BLOCK.findall(section)]


async def run(command: str, folder: Path, environ: Mapping[str, str]) -> str:
    """Run a line as a shell does, in the checkout, with files in `folder`; what it said."""
    found = os.pathsep.join((str(REPO / ".venv" / "bin"), str(programs()), os.environ["PATH"]))
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euc", command),
        cwd=folder,
        env={**environ, "PATH": found, "PYTHONPATH": str(REPO)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, f"{command}\n{said.decode()}"
    return said.decode()
