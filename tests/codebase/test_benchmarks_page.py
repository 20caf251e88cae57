"""docs/benchmarks.md: every benchmark has its heading, and no other thing has."""

import re

from deploy.places import REPO
from tests.benchmarks.__main__ import BENCHMARKS

PAGE = (REPO / "docs" / "benchmarks.md").read_text("utf-8")


def test_every_benchmark_is_told_in_the_order_in_which_it_runs() -> None:
    assert re.findall(r"^## (.+)$", PAGE, flags=re.MULTILINE) == list(BENCHMARKS)
