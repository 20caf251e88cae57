"""A percentage never stands alone (screens.md §3): beside it is what it is a share of.

In its block (a row of a table, an item, a paragraph, a tile) there is another figure that is a
whole number, or words that name the whole. `*` and — are no percentages.
"""

from __future__ import annotations

import re
from collections import defaultdict

from tests.web.pages.test_board import Page

BLOCKS = {"tr", "li", "p", "dd", "figure", "section", "div"}
"""Elements that hold a statement, from the nearest outwards; the first two are looked at."""
NEAR = 2
WHOLE = re.compile(r"[+−]?(\d{1,3}(\.\d{3})*|\d{1,3}(,\d{3})*)")
"""A whole number as it is printed in either language."""
NAMES = re.compile(
    r"\b(số|trên|của|trong|tổng|kế hoạch|tiến độ|độ phủ|tự động|quãng đường|khả năng"
    r"|đạt|phủ|of|done|the plan|planned|earned|progress|coverage|covered|automatic|connector"
    r"|way|chance)\b",
    re.IGNORECASE,
)
Inside = list[tuple[str, dict[str, str | None]]]


def lone_percentages(text: str) -> list[str]:
    """Pointers of figures that are percentages without what they are a share of."""
    page = Page(text)
    telling = {
        block for data, inside in page.texts if tells(data, inside) for block in blocks(inside)
    }
    by_words: defaultdict[int, str] = defaultdict(str)
    for data, inside in page.texts:
        if not figure(inside):
            for block in blocks(inside):
                by_words[block] += f" {data}"
    telling |= {block for block, words in by_words.items() if NAMES.search(words)}
    return [
        str(at["data-figure"])
        for data, inside in page.texts
        if data.strip().endswith("%")
        and (at := figure(inside))
        and not telling & set(blocks(inside)[:NEAR])
    ]


def figure(inside: Inside) -> dict[str, str | None] | None:
    """The figure a text stands in."""
    return next((at for _, at in reversed(inside) if "data-figure" in at), None)


def tells(data: str, inside: Inside) -> bool:
    """Whether a text is a figure and a whole number."""
    return figure(inside) is not None and WHOLE.fullmatch(data.strip()) is not None


def blocks(inside: Inside) -> list[int]:
    """The blocks around, the nearest first."""
    return [id(at) for tag, at in reversed(inside) if tag in BLOCKS]
