"""`make screens [PORT=8000]`: take the README's pictures of the system that runs there.

Kept small (256 colours) and taken in the dark and light of the boards themselves; look at them
before they are committed.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

from msgspec import Struct
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from deploy.places import REPO

FOLDER = REPO / "docs" / "images"
SETTLED = "document.fonts.ready.then(() => document.querySelectorAll('[data-figure]').length > 0)"
DRAWN_MS = 4_000  # the charts come with the first snapshot of the socket


class Shot(Struct, frozen=True, kw_only=True):
    """A page at a size of the window."""

    name: str
    path: str
    width: int
    height: int
    dark: bool = False


SHOTS = (
    Shot(name="nation", path="/boards/vn", width=1920, height=1080, dark=True),
    Shot(name="unit", path="/units/tw.bkhcn", width=1280, height=900),
    Shot(name="ranking", path="/ranking", width=1280, height=900),
    Shot(name="phone", path="/boards/vn", width=390, height=844, dark=True),
)


def take(browser: Browser, base: str, shot: Shot) -> Path:
    """The picture, written."""
    scheme = "dark" if shot.dark else "light"
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=size, color_scheme=scheme, locale="vi-VN")  # type: ignore[arg-type]
    page.goto(base + shot.path)
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(DRAWN_MS)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    file = FOLDER / f"{shot.name}.png"
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    return file


def main() -> None:
    """Take all, say where they are."""
    base = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for shot in SHOTS:
            file = take(browser, base, shot)
            sys.stdout.write(f"{file.relative_to(REPO)} {file.stat().st_size // 1024} kB\n")
        browser.close()


if __name__ == "__main__":
    main()
