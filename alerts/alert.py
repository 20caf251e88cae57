"""The record of one alert, as the table `alert` keeps it. Pure.

One alert is open per (rule, subject); its id is made of what opened it, so that judging the same
standing again makes the same alert.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from msgspec import Struct

from alerts.reason import Reason
from alerts.rules import Office
from schema.alert import AlertState, Severity, Standing
from schema.clock import local_day
from schema.states import Sign, State

Chain = Mapping[Office, str]
"""Who holds each office of the ladder: codes of units, or a post (``m.<post>``)."""

_NAMESPACE = UUID("6d0f4f5e-6e68-4970-8a6c-657274733537")


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the alert says of its task, as of its last change."""

    title: str
    programme: str
    state: State
    sign: Sign
    due: date | None = None
    due_0: date | None = None
    days_late: int = 0
    """Working days past due."""
    days_left: int | None = None
    """Calendar days to the due date; below 0 past it."""
    weight: int = 0
    """In 1/1,000."""
    in_charge: str | None = None
    assigned_by: str | None = None
    secrecy: str = "none"
    p_late: int | None = None
    """P(finish > due), 1/10,000, by the forecast that …"""
    finish_p50: date | None = None
    """… sees it done by then, half of the time, …"""
    foreseen: date | None = None
    """… was made on this day …"""
    reports: int | None = None
    """… from so many days with a report, …"""
    reported_on: date | None = None
    """… the last of them this."""


class Alert(Struct, frozen=True, kw_only=True):
    """One alert: what it is about, where it is in its life and on its ladder."""

    id: UUID
    rule: str
    subject: str
    unit: str
    """The lead unit, which must act."""
    severity: Severity
    state: AlertState
    reason: Reason
    opened_at: datetime
    changed_at: datetime
    standing_version: int
    facts: Facts
    resolved_at: datetime | None = None
    due: date | None = None
    """T: what the ladder hangs on."""
    step: int = 0
    """Steps of the ladder reached, from 1; 0: none yet."""
    told: bool = False
    chain: dict[Office, str] = {}
    owner: str = ""
    audience: tuple[str, ...] = ()
    """Inboxes it stands in, the lead unit first."""
    next_step_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody must still act."""
        return self.state is not AlertState.RESOLVED


def alert_id(rule: str, standing: Standing) -> UUID:
    """The id of the alert this standing opens."""
    return uuid5(_NAMESPACE, f"{rule}/{standing.subject}/{standing.version}")


def facts_of(standing: Standing) -> Facts:
    """What an alert says of the task of this standing."""
    return Facts(
        title=standing.title,
        programme=standing.programme,
        state=standing.state,
        sign=standing.sign,
        due=standing.due,
        due_0=standing.due_0,
        days_late=standing.days_late,
        days_left=standing.days_left,
        weight=standing.weight,
        in_charge=standing.in_charge,
        assigned_by=standing.assigned_by,
        secrecy=standing.secrecy,
        p_late=standing.p_late,
        finish_p50=standing.finish_p50,
        foreseen=None if standing.p_late is None else local_day(standing.at),
        reports=standing.reports,
        reported_on=standing.reported_on,
    )
