"""A real browser: Chromium of the machine by Playwright; faults of the page fail the test."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.acceptance.system import HTTP, System, running

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WALL = {"width": 1920, "height": 1080}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; the README says how to install it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, f"expected one of {', '.join(NAMES)} on PATH for the browser tests, found none"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def faults() -> list[str]:
    """What the page complained of: errors of scripts and breaches of its security policy."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A page at the size of a wall."""
    opened = browser.new_page(viewport=WALL)  # type: ignore[arg-type]
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def attacked(
    services: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    """One system for all tests that send bad things; what they leave behind is nobody's figure."""
    prefix = f"t{secrets.token_hex(3)}_attacked_"
    environ = {**os.environ, **services, "NHIP_PREFIX": prefix}
    with running(environ, tmp_path_factory.mktemp("attacked"), "S") as system:
        yield system


@pytest.fixture
def unharmed(attacked: System) -> Iterator[None]:
    """Whatever the test does, no role dies of it and none of them is taken by surprise."""
    before = attacked.pids()
    yield
    assert HTTP.get(attacked.base + "/boards/vn").status_code == 200
    assert attacked.pids() == before, "a role died"
    for log in sorted(Path(attacked.settings.data_dir, "log").glob("*.log")):
        said = log.read_text("utf-8", "replace")
        assert "Traceback" not in said, f"{log.name}: {said[said.index('Traceback') :][:2000]}"
