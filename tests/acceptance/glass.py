"""What a viewer sees: every figure of a page's DOM, compared with the page's own .json twin."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page

READ = """() => [...document.querySelectorAll('[data-figure]')].map(e => ({
  pointer: e.dataset.figure, value: e.dataset.value, text: e.textContent.trim(),
  state: e.dataset.state, as_of: e.dataset.asOf, coverage: e.dataset.coverage}))"""
MISSING = object()
ABSENT = {"—", "*", ""}
CONVERTED = ("_ms", "_s")
"""Printed in another unit than the twin's."""


def read(page: Page) -> list[dict[str, Any]]:
    """Every element with a figure, as the browser has it now."""
    found: list[dict[str, Any]] = page.evaluate(READ)
    return found


def differences(shown: list[dict[str, Any]], twin: dict[str, Any]) -> list[str]:
    """Where the DOM and the twin do not say the same; empty when all is well."""
    return [fault for figure in shown for fault in _faults(figure, twin)]


def _faults(figure: dict[str, Any], twin: dict[str, Any]) -> list[str]:
    pointer = figure["pointer"]
    expected = at(twin, pointer)
    if expected is MISSING:
        return [] if figure["state"] == "gone" else [f"{pointer} is not in the twin"]
    value = json.loads(figure["value"]) if figure["value"] else None
    if value != expected:
        return [f"{pointer}: DOM has {value!r}, the twin {expected!r}"]
    if not figure["as_of"] or figure["coverage"] in (None, ""):
        return [f"{pointer}: no data-as-of or data-coverage"]
    return _misprint(pointer, figure["text"], value)


def at(twin: dict[str, Any], pointer: str) -> Any:
    """What stands under a pointer in the twin."""
    found: Any = twin
    for step in pointer.split("/"):
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return MISSING
    return found


def _misprint(pointer: str, text: str, value: Any) -> list[str]:
    """A whole number must be printed digit for digit; nothing must look like nothing."""
    if value is None and text not in ABSENT and not re.search(r"[^\W\d_]", text):
        return [f"{pointer}: nothing is known, but {text!r} is printed"]
    converted = pointer.endswith(CONVERTED)
    if isinstance(value, int) and not isinstance(value, bool) and not converted:
        digits = re.sub(r"\D", "", text)
        if digits and str(abs(value)) not in digits and "%" not in text:
            return [f"{pointer}: {value} is printed as {text!r}"]
    return []
