"""A case: one rule meeting one standing, or one alert meeting the clock. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from alerts.alert import Alert
from alerts.reason import Muted, News, Reason
from alerts.rules import Parameters, Rule, Rules
from schema.alert import Standing
from schema.unit import Tree
from schema.workdays import WorkCalendar


class Room(Struct, frozen=True, kw_only=True):
    """What all cases of a batch share: the rules, the country, and what time it is."""

    rules: Rules
    tree: Tree
    calendar: WorkCalendar
    webhooks: Mapping[str, tuple[UUID, ...]]
    """Ids of the webhooks in use, per unit."""
    now: datetime
    born: datetime
    """When this installation was born: nobody could be told of what was before."""

    @property
    def parameters(self) -> Parameters:
        """Parameters that all rules share."""
        return self.rules.parameters


class Delivery(Struct, frozen=True, kw_only=True):
    """One message to one receiver; its id is the idempotency key, the same on each retry."""

    id: UUID
    channel: str
    """inbox or webhook."""
    target: str
    """A unit or post; for a webhook its id."""
    payload: dict[str, object]


class Case(Struct, frozen=True, kw_only=True):
    """What is judged, and what each stage made of it."""

    room: Room
    rule: Rule
    before: Alert | None
    """The newest alert of this rule and subject, whatever its state."""
    standing: Standing | None = None
    """None: only time has passed."""
    published_at: datetime | None = None
    """When the standing was handed to us."""
    after: Alert | None = None
    reason: Reason = Reason.NOTHING
    muted: Muted | None = None
    news: News = News.NONE
    deliveries: tuple[Delivery, ...] = ()

    @property
    def at(self) -> datetime:
        """When it happened: log time of the standing, else now."""
        return self.standing.at if self.standing is not None else self.room.now
