"""A character no text of ours may hold: NUL, which PostgreSQL cannot store.

Half surrogates, which it cannot store either, do not get through the JSON decoder.
"""

from __future__ import annotations

import re

_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def text_fault(raw: bytes) -> str | None:
    """Why these JSON bytes hold a text that cannot be stored, or None."""
    if b"\x00" in raw or (b"\\u0000" in raw and _ESCAPED_NUL.search(raw)):
        return "a text holds the character NUL (\\u0000); remove it"
    return None
