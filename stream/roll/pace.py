"""When the next publication may begin: at once when idle, else after a window and a rest.

Small publications come every 50 ms. A large one (a midnight, a new leader) is followed by a rest as
long as the work it was: never more than half of one core. Time spent waiting for others is no
reason to rest: the longer the pause, the larger the next publication.
"""

from __future__ import annotations

WINDOW_S = 0.05
LONGEST_S = 2.0
"""A leader that says nothing for long loses its session."""


def pause(took_s: float, worked_s: float) -> float:
    """Seconds to wait after a publication that took `took_s` and `worked_s` of processor time."""
    return min(max(WINDOW_S - took_s, worked_s), LONGEST_S)
