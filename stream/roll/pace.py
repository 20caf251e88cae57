"""When the next publication may begin: at once when idle, else after a window and a rest.

The rest keeps the roll, and the database under it, at a quarter of the time when publications
are large (a midnight); small ones come every 50 ms.
"""

from __future__ import annotations

WINDOW_S = 0.05
REST = 3.0
"""Times the last publication took …"""
LONGEST_S = 2.0
"""… but no longer: a leader that says nothing for long loses its session."""


def pause(took_s: float) -> float:
    """Seconds to wait after a publication that took `took_s`."""
    return min(max(WINDOW_S - took_s, REST * took_s), LONGEST_S)
