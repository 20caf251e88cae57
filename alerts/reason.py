"""Named reasons: why an alert changed, why a rule no longer holds, why nobody was told.

Their values are what `alert_event.reason`, `alert.reason` and payloads carry.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why an alert is as it is after a standing or a tick."""

    NOTHING = "nothing"
    """The rule does not hold and no alert is open."""
    UNCHANGED = "unchanged"
    """The rule still holds; nothing anybody must know."""
    OPENED = "opened"
    REOPENED = "reopened"
    """It holds again soon after it was resolved: the same alert goes on."""
    MOVED = "moved"
    """Another unit leads the task now: the ladder begins anew with it."""
    REDATED = "redated"
    """The due date moved and the rule still holds: the ladder hangs on the new one."""
    STEP = "step"
    """A step of the ladder fell due."""
    DONE = "done"
    CLAIMED = "claimed"
    """Reported done in time; it waits for verification."""
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    REVISED = "revised"
    """A new due date took the task out of the rule."""
    OVERTAKEN = "overtaken"
    """The due date passed: the next rule speaks now."""
    WORSENED = "worsened"
    """From at risk to behind: the rule of what is behind speaks now."""
    EASED = "eased"
    """From behind to at risk."""
    RECOVERED = "recovered"
    """Neither at risk nor behind any more."""
    RECURRING = "recurring"
    """The task became a recurring one, judged by its instances."""
    UNASSIGNED = "unassigned"
    """The assignment was taken back by a correction."""


LEAVING = frozenset(
    {
        Reason.DONE,
        Reason.CLAIMED,
        Reason.SUSPENDED,
        Reason.CANCELLED,
        Reason.REVISED,
        Reason.OVERTAKEN,
        Reason.WORSENED,
        Reason.EASED,
        Reason.RECOVERED,
        Reason.RECURRING,
        Reason.UNASSIGNED,
    }
)
"""Reasons that resolve an alert."""

SPOKEN_FOR = frozenset({Reason.OVERTAKEN, Reason.WORSENED})
"""Ends that another rule tells of, by beginning."""

CLIMBING = frozenset({Reason.OPENED, Reason.REOPENED, Reason.MOVED, Reason.REDATED, Reason.STEP})
"""Reasons after which the place on the ladder is found anew."""


class Muted(StrEnum):
    """Why nobody is told of a change that did happen."""

    HISTORY = "history"
    """It was past when it was published: a seeded or rebuilt log."""
    METHOD = "method"
    """Nobody acted: a new version of the method re-judged what was known."""


class News(StrEnum):
    """Who learns of a change."""

    TELL = "tell"
    """Every channel of everybody concerned."""
    REFRESH = "refresh"
    """Open inbox pages only: nothing to act on."""
    NONE = "none"
