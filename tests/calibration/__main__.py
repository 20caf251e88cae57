"""`python -m tests.calibration [tune | write]`: the tables; the constants found anew; the pages."""

import sys
from itertools import chain
from pathlib import Path

from tests.calibration import indicators, tune
from tests.calibration.tables import between, constants, page

DOCS = Path(__file__).parents[2] / "docs"
METHOD, STRATEGIC = DOCS / "method-forecast.md", DOCS / "method-strategic.md"


def main(words: list[str]) -> int:
    """Do what the word says."""
    if words == ["tune"]:
        tune.main()
    elif words == ["write"]:
        text = between(METHOD.read_text("utf-8"), "constants", constants())
        METHOD.write_text(between(text, "calibration", page()), "utf-8")
        text = STRATEGIC.read_text("utf-8")
        STRATEGIC.write_text(between(text, "calibration", indicators.page()), "utf-8")
    elif not words:
        sys.stdout.writelines(f"{line}\n" for line in chain(page(), indicators.page()))
    else:
        sys.stderr.write(f"expected nothing, tune or write; got {' '.join(words)}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
