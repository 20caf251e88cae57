"""What no file may say."""

import re
from pathlib import Path

import pytest

from deploy.places import REPO
from tests.codebase.files import texts

# Written in pieces, so that this file does not say them either.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("repo", "maven", "apache", "org"),
        ("repo1", "maven", "org"),
        ("registry", "npmjs", "org"),
        ("proxy", "golang", "org"),
    )
)
WORDS = re.compile(
    "|".join(
        (
            r"\bTO" r"DO\b",
            r"\bFIX" r"ME\b",
            r"\bX" r"XX\b",
            r"\bCla" r"ude\b",
            r"\bChat" r"GPT\b",
            r"\bAI[- ]gene" r"rated\b",
            r"/work/" r"(main|shared)\b",
            r"/root" r"/\.",
        )
    )
)


@pytest.mark.parametrize("path", texts(), ids=str)
def test_no_registry_host_and_no_banned_word(path: Path) -> None:
    text = (REPO / path).read_text("utf-8")
    assert not [host for host in HOSTS if host in text], f"{path} names a registry"
    found = [(text.count("\n", 0, hit.start()) + 1, hit[0]) for hit in WORDS.finditer(text)]
    assert not found, f"{path} says what it must not (line, word): {found}"
