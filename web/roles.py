"""Which roles a site needs to do its work, and whether each has a ready process. Pure."""

from __future__ import annotations

from collections.abc import Iterable

FIRST = ("web", "fold", "roll", "alerts")
"""`feed` is the sources' own business."""
STANDBY = (*FIRST, "mirror")
"""A site that follows another one without a mirror shows figures that grow old."""


def ready(processes: Iterable[tuple[str, bool]], *, standby: bool) -> dict[str, int]:
    """How many ready processes each role has, 0 where none; given as role and whether it is."""
    told = dict.fromkeys(STANDBY if standby else FIRST, 0)
    for role, is_ready in processes:
        if role in told:
            told[role] += is_ready
    return told
