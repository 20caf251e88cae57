"""`python -m stream fold|roll|mirror`: the roles of the stream; `rebase` after a restore, `promote`
where the second site becomes the first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from schema.errors import NhipError

ROLES = {
    "fold": "stream.fold.main",
    "roll": "stream.roll.main",
    "mirror": "stream.mirror.main",
    "rebase": "stream.rebase",
    "promote": "stream.promote",
}
"""The module whose `main()` does it; imported only then."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the role that the command line names; its exit status."""
    given = list(sys.argv[1:] if words is None else words)
    if not given or given[0] not in ROLES:
        sys.stderr.write(
            f"expected one of: {', '.join(ROLES)}; got {' '.join(given) or 'nothing'}\n"
        )
        return 2
    sys.argv = [f"stream {given[0]}", *given[1:]]
    try:
        import_module(ROLES[given[0]]).main()
    except NhipError as error:
        sys.stderr.write(f"{given[0]}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
