"""`python -m tests.calibration [tune | write]`: the tables; the constants found anew; the page."""

import sys
from pathlib import Path

from tests.calibration import tune
from tests.calibration.tables import between, constants, page

METHOD = Path(__file__).parents[2] / "docs" / "method-forecast.md"


def main(words: list[str]) -> int:
    """Do what the word says."""
    if words == ["tune"]:
        tune.main()
    elif words == ["write"]:
        text = between(METHOD.read_text("utf-8"), "constants", constants())
        METHOD.write_text(between(text, "calibration", page()), "utf-8")
    elif not words:
        sys.stdout.writelines(f"{line}\n" for line in page())
    else:
        sys.stderr.write(f"expected nothing, tune or write; got {' '.join(words)}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
