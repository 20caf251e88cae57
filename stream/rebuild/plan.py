"""May a rebuild be done: only from a log that still has its first message. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from schema.errors import Contradiction
from stream.fold.startup import Story, check


def check_whole(story: Story) -> None:
    """Raise Contradiction when log and database disagree, or the log has lost its beginning."""
    check(story)
    gone = {number: start for number, start in sorted(story.starts.items()) if start > 0}
    if gone:
        told = ", ".join(f"partition {number} begins at {start}" for number, start in gone.items())
        raise Contradiction(
            "expected a log whose partitions begin at offset 0, got one that has lost its first "
            f"{sum(gone.values())} messages: {told}. What they told is in the live build alone: "
            "keep it. Give the topic its messages back from a mirror or a copy of the broker's "
            "volume (docs/operate.md), or go on without rebuilding"
        )


def behind(here: Mapping[int, int], there: Mapping[int, int]) -> int:
    """How many messages the one has to fold to be where the other is."""
    return sum(max(0, at - here.get(number, 0)) for number, at in there.items())
