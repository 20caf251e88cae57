"""Volume bands: how many tasks of a unit fell due in the 90 days before a quarter (Q77).

Counted once, from what is known when the quarter begins, and kept: neither a later revision nor a
merger moves a unit to another band within the quarter.
"""

from __future__ import annotations

from datetime import date, timedelta

from stream.kpi.ranking.held import PLANLESS, Held

WINDOW = timedelta(days=90)


def volume(held: Held, quarter: date) -> int:
    """One-off tasks due, by the date in force, in the 90 local days before the quarter."""
    dues = (each.placed.task.due for each in held.tasks if each.placed.state not in PLANLESS)
    return sum(1 for due in dues if due is not None and quarter - WINDOW <= due < quarter)
