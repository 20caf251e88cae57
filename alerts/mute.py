"""Stage 2, mute: is this a change nobody must be told of now? Pure.

The alert changes all the same; the reason stands in its history. History is what happened before
this installation was born (a seeded past), and what was days old already when it was published (a
log told again). A night's outage is neither: what happened meanwhile is told, late.
"""

from __future__ import annotations

from msgspec.structs import replace

from alerts.case import Case
from alerts.reason import Muted
from schema.alert import Cause, Standing


def mute(case: Case) -> Case:
    """The case with the reason nobody is told, if there is one."""
    if case.standing is None:
        return case
    return replace(case, muted=muted_by(case.standing, case))


def muted_by(standing: Standing, case: Case) -> Muted | None:
    """Why nobody is told of this standing, or None."""
    room, published = case.room, case.published_at or case.room.now
    if standing.at < room.born or published - standing.at > room.parameters.history_after:
        return Muted.HISTORY
    if standing.cause is Cause.METHOD:
        return Muted.METHOD
    return None
