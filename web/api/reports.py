"""`POST /api/reports`: through the door into the log, and 202 only after Kafka confirmed all of it.

A source shows its bearer key. In the demo, a page of this site may post without one for the role
chosen in the viewer switch, as channel `form`; production refuses that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from schema.clock import Clock
from schema.database import AWAY
from schema.door import MAX_BODY, examine
from schema.errors import Fault, Refused
from schema.parts import split
from schema.report import Report
from web.api.answers import answer, refusal
from web.api.bodies import NotJson, TooLarge, json_body
from web.facts.directory import Directory
from web.gate import Gate, Overloaded, TooMany
from web.keys import Denied, Keys, Speaker
from web.log import Away, Log, Part

DEMO_VIEWER = Speaker(name="demo viewer")
MOST_DRIFT = timedelta(minutes=5)
"""A machine whose clock is further from the database's takes no reports: it would stamp a wrong
`received_at` into each, and the fold puts those of another day aside."""
STANDBY_S = 30
"""When to ask a standby again."""
ROLE_COOKIE = "nhip_role"
Confirmed = Callable[[Sequence[Part], datetime], None]


class Country(Protocol):
    """What the door asks of the catalogue and the installation."""

    @property
    def directory(self) -> Directory:
        """Units as they are now."""
        ...

    @property
    def partitions(self) -> int | None:
        """Partitions of the log; None: not read from SQL yet."""
        ...

    @property
    def drift(self) -> timedelta:
        """How far this machine's clock is from the database's."""
        ...

    async def takes_reports(self) -> bool:
        """Whether this is the first site; a standby's log is written by its mirror alone."""
        ...


class Standby(Exception):
    """This site follows another one, which takes the reports."""


class Forbidden(Exception):
    """A key speaks for units that are not its own."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("this key may not speak for these units")
        self.faults = faults


class Accepted(Struct, frozen=True, kw_only=True):
    """One report of a POST, confirmed by Kafka; `receipt` tells later what became of it."""

    id: str
    parts: list[Part]
    receipt: str


class Reports:
    """The endpoint and what it needs."""

    def __init__(
        self,
        *,
        keys: Keys,
        gate: Gate,
        log: Log,
        clock: Clock,
        country: Country,
        confirmed: Confirmed,
        answered: Callable[[int], None],
        keyless: bool,
        first_url: str = "",
    ) -> None:
        """`first_url`: where a standby sends those who report."""
        self._keys = keys
        self._gate = gate
        self._log = log
        self._clock = clock
        self._country = country
        self._confirmed = confirmed
        self._answered = answered
        self._keyless = keyless
        self._first_url = first_url

    async def post(self, request: Request) -> Response:
        """Answer a POST; every refusal is for the whole of it, and then nothing was sent."""
        response = await self._answer(request)
        self._answered(response.status_code)
        return response

    async def _answer(self, request: Request) -> Response:
        try:
            speaker = await self._speaker(request)
            with self._gate.pass_through(speaker.name):
                return await self._take(request, speaker)
        except Denied as error:
            return refusal(401, str(error), headers={"WWW-Authenticate": "Bearer"})
        except Forbidden as error:
            return refusal(403, str(error), faults=error.faults)
        except TooLarge as error:
            return refusal(413, str(error))
        except NotJson as error:
            return refusal(415, str(error))
        except Refused as error:
            return refusal(
                422, "nothing was taken: correct these and send again", faults=error.faults
            )
        except TooMany as error:
            return refusal(429, str(error), retry_after=1)
        except Standby as error:
            return refusal(503, str(error), retry_after=STANDBY_S)
        except (Overloaded, Away) as error:
            return refusal(503, f"{error}; nothing is lost, send the same ids again", retry_after=3)
        except AWAY:
            return refusal(503, "the database is away; send the same ids again", retry_after=3)
        except ClientDisconnect:
            return refusal(400, "the connection ended before the body did")

    async def _speaker(self, request: Request) -> Speaker:
        authorization = request.headers.get("authorization")
        if authorization is None and self._keyless and _is_page_of_ours(request):
            return DEMO_VIEWER
        return await self._keys.speaker(authorization or "")

    async def _take(self, request: Request, speaker: Speaker) -> Response:
        if not await self._country.takes_reports():
            raise Standby(f"this is the standby site; report to {self._first_url or 'the first'}")
        body = await json_body(request, MAX_BODY)
        now, directory = self._clock.now(), self._country.directory
        partitions = self._country.partitions
        if partitions is None:
            raise Away("the installation is not read yet")
        if self._country.drift > MOST_DRIFT:
            raise Away(f"this gateway's clock is {self._country.drift} off the database's")
        reports = examine(body, now, directory.is_unit)
        _judge_authority(reports, speaker, directory, listed=body.lstrip()[:1] == b"[")
        accepted = await self._send(reports, now, partitions)
        first = {"Location": accepted[0].receipt} if len(accepted) == 1 else None
        return answer({"received_at": now, "reports": accepted}, 202, first)

    async def _send(self, reports: list[Report], now: datetime, partitions: int) -> list[Accepted]:
        located = [split(report, now, partitions) for report in reports]
        parts = iter(await self._log.append([part for each in located for part in each]))
        accepted = []
        for report, pieces in zip(reports, located, strict=True):
            standing = [next(parts) for _ in pieces]
            accepted.append(
                Accepted(id=report.id, parts=standing, receipt=receipt_link(report.id, standing))
            )
            self._confirmed(standing, now)
        return accepted


def receipt_link(report: str, parts: Sequence[Part]) -> str:
    """Where to ask what became of a report."""
    places = ",".join(f"{part.partition}:{part.offset}" for part in parts)
    return f"/api/receipts/{report}?at={places}"


def _is_page_of_ours(request: Request) -> bool:
    """Whether a page of this site posts for a role of the demo that may report.

    `web.security` has refused other sites already; here the browser must say that it is ours.
    """
    ours = request.headers.get("sec-fetch-site") == "same-origin" or "origin" in request.headers
    return ours and request.cookies.get(ROLE_COOKIE) != "public"


def _judge_authority(
    reports: list[Report], speaker: Speaker, directory: Directory, *, listed: bool
) -> None:
    faults = []
    for index, report in enumerate(reports):
        prefix = f"$[{index}]" if listed else "$"
        if not speaker.may_speak_for(report.unit, directory.tree):
            reason = f"{speaker.name} may not speak for {report.unit}"
            faults.append(Fault(path=f"{prefix}.unit", reason=reason))
        if speaker is DEMO_VIEWER and report.channel != "form":
            reason = f"expected form (posted without a key), got {report.channel}"
            faults.append(Fault(path=f"{prefix}.channel", reason=reason))
    if faults:
        raise Forbidden(faults)
