"""`POST /api/reports`: nothing bad comes in, nothing is promised before the log confirmed it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from schema.catalogue import Catalogue
from schema.clock import Clock
from schema.demo_key import fingerprint
from schema.door import MAX_BODY
from schema.parts import Located
from schema.place import partition_of
from schema.unit import Unit, UnitKind
from web.api.reports import Reports
from web.facts.directory import Directory
from web.gate import Gate
from web.keys import Keys, Speaker
from web.log import Away, Part
from web.security import Security

KEYS = {
    fingerprint("all"): Speaker(name="demo"),
    fingerprint("laocai"): Speaker(name="Lào Cai", units=("vn.15",)),
}


def unit(code: str, parent: str | None, kind: UnitKind) -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=code,
        name_en="",
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 3, 1),
    )


UNITS = (
    unit("vn", None, "root"),
    unit("vn.15", "vn", "province"),
    unit("vn.15.04465", "vn.15", "commune"),
    unit("vn.01", "vn", "province"),
)


class Country:
    """Four units and eight partitions."""

    directory = Directory(
        version=1,
        catalogue=Catalogue(name_vi="x", name_en="x", units=UNITS),
        day=date(2026, 11, 22),
    )
    partitions: int | None = 8
    drift = timedelta(0)
    first = True

    async def takes_reports(self) -> bool:
        return self.first


class MemoryLog:
    """A log that confirms at once, unless it is away."""

    def __init__(self) -> None:
        self.ready = True
        self.held: list[Located] = []

    async def append(self, parts: Sequence[Located]) -> list[Part]:
        if not self.ready:
            raise Away("Kafka is away")
        first = len(self.held)
        self.held += parts
        return [Part(partition=p.partition, offset=first + n) for n, p in enumerate(parts)]


class Api:
    """The endpoint behind its middleware, with a log in memory."""

    def __init__(self, *, keyless: bool = True, gate: Gate | None = None) -> None:
        self.log = MemoryLog()
        self.confirmed: list[tuple[list[Part], datetime]] = []
        self.statuses: list[int] = []
        self.country = Country()
        endpoint = Reports(
            keys=Keys(self.read),
            gate=gate or Gate(),
            log=self.log,
            clock=Clock(),
            country=self.country,
            confirmed=lambda parts, at: self.confirmed.append((list(parts), at)),
            answered=self.statuses.append,
            keyless=keyless,
            first_url="https://one.example",
        )
        app = Starlette(
            routes=[Route("/api/reports", endpoint.post, methods=["POST"])],
            middleware=[Middleware(Security)],
        )
        self.client = TestClient(app)

    async def read(self, hash_: bytes) -> Speaker | None:
        return KEYS.get(hash_)

    def post(self, body: Any, *, key: str | None = "all", **headers: str) -> tuple[int, Any]:
        """Status and JSON; `body` is sent as it is when it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if key is not None:
            named["Authorization"] = f"Bearer {key}"
        answer = self.client.post("/api/reports", content=content, headers=named)
        self.headers = answer.headers
        return answer.status_code, answer.json()


NOW = datetime.now(UTC)


def update(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(UUID(int=number)),
        "kind": "progress",
        "subject": "vn.15.t0042",
        "occurred_at": NOW.isoformat(),
        "progress": 0.5,
    } | fields


def report(number: int = 1000, **fields: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "id": str(UUID(int=number)),
        "unit": "vn.15",
        "actor": "officer-1",
        "channel": "connector",
        "source": "test",
        "reported_at": NOW.isoformat(),
        "updates": [update()],
    } | fields


def test_a_report_is_confirmed_with_its_receipt() -> None:
    api = Api()
    status, body = api.post(report())
    assert status == 202
    (accepted,) = body["reports"]
    at = partition_of("vn.15", 8)
    assert accepted == {
        "id": str(UUID(int=1000)),
        "parts": [{"partition": at, "offset": 0}],
        "receipt": f"/api/receipts/{UUID(int=1000)}?at={at}:0",
    }
    assert api.headers["location"] == accepted["receipt"]
    (held,) = api.log.held
    assert (
        held.report.received_at.isoformat()
        == datetime.fromisoformat(body["received_at"]).isoformat()
    )
    assert (len(api.confirmed), api.statuses) == (1, [202])


def test_a_report_of_two_home_units_has_two_parts() -> None:
    api = Api()
    status, body = api.post(report(updates=[update(), update(2, subject="vn.01.t0001")]))
    assert status == 202
    assert len(body["reports"][0]["parts"]) == 2
    assert [(each.report.part, each.report.parts) for each in api.log.held] == [(0, 2), (1, 2)]
    assert len({each.report.received_at for each in api.log.held}) == 1, "stamped once"


def test_a_list_is_taken_whole_or_not_at_all() -> None:
    api = Api()
    status, body = api.post([report(), report(1001, updates=[update(2)])])
    assert (status, len(body["reports"])) == (202, 2)
    status, body = api.post([report(1002, updates=[update(3)]), report(1003, updates=[])])
    assert (status, len(api.log.held)) == (422, 2)
    assert body["faults"][0]["path"] == "$[1].updates"


FUTURE = (NOW + timedelta(hours=1)).isoformat()
BAD: list[tuple[str, Any, int, str | None]] = [
    ("not JSON", b"{nope", 422, "$"),
    ("nothing", b"", 422, "$"),
    ("a number", b"7", 422, "$"),
    ("an empty list", b"[]", 422, "$"),
    ("not UTF-8", b'{"v": "\xff"}', 422, None),
    ("a null byte", json.dumps(report(actor="a\0b")).encode(), 422, None),
    ("half a surrogate", json.dumps(report(actor="a\ud800")).encode(), 422, None),
    ("NaN", json.dumps(report(updates=[update(progress=float("nan"))])).encode(), 422, None),
    ("too deep", b"[" * 5_000 + b"]" * 5_000, 422, None),
    ("a wrong type", report(updates=[update(progress="half")]), 422, "$.updates[0].progress"),
    ("45 for 45 %", report(updates=[update(progress=45)]), 422, "$.updates[0].progress"),
    ("an unknown kind", report(updates=[update(kind="finished")]), 422, "$.updates[0].kind"),
    ("an unknown field", report(updates=[update(progres=0.5)]), 422, "$.updates[0]"),
    ("no updates", report(updates=[]), 422, "$.updates"),
    ("an unknown unit", report(unit="vn.77"), 422, "$.unit"),
    ("a date without offset", report(reported_at="2026-11-22T09:00:00"), 422, "$.reported_at"),
    ("a report from the future", report(reported_at=FUTURE), 422, "$.reported_at"),
    ("a fact from the future", report(updates=[update(occurred_at=FUTURE)]), 422, None),
    ("one id twice", report(updates=[update(), update()]), 422, "$.updates[1].id"),
    ("an id that is none", report(id="7"), 422, "$.id"),
    ("501 updates", report(updates=[update(n) for n in range(1, 502)]), 422, "$.updates"),
    ("2 MB", b" " * (MAX_BODY + 1), 413, None),
]


@pytest.mark.parametrize(("body", "status", "path"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_refused_with_path_and_reason(
    body: Any, status: int, path: str | None
) -> None:
    api = Api()
    got, answer = api.post(body)
    assert got == status, answer
    assert answer["error"]
    if status == 422:
        assert answer["faults"] and all(fault["reason"] for fault in answer["faults"])
    if path is not None:
        assert path in [fault["path"] for fault in answer["faults"]]
    assert api.log.held == []


def test_who_has_no_key_stays_out() -> None:
    api = Api()
    for key in (None, "wrong"):
        status, answer = api.post(report(), key=key)
        assert (status, api.headers["www-authenticate"]) == (401, "Bearer"), answer


def test_a_key_speaks_for_its_units_only() -> None:
    api = Api()
    assert api.post(report(unit="vn.15.04465"), key="laocai")[0] == 202
    status, answer = api.post(
        [report(), report(1001, unit="vn.01", updates=[update(2)])], key="laocai"
    )
    assert (status, answer["faults"][0]["path"]) == (403, "$[1].unit")


def test_another_kind_of_body_is_refused() -> None:
    assert Api().post(report(), Content_Type="text/plain")[0] == 415


def test_a_body_without_length_is_measured_as_it_comes() -> None:
    api = Api()

    def chunks() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    answer = api.client.post(
        "/api/reports", content=chunks(), headers={"Authorization": "Bearer all"}
    )
    assert answer.status_code == 413


def test_while_kafka_is_away_nothing_is_promised() -> None:
    api = Api()
    api.log.ready = False
    status, _ = api.post(report())
    assert (status, api.headers["retry-after"], api.confirmed) == (503, "3", [])


def test_before_the_installation_is_read_nothing_is_promised() -> None:
    api = Api()
    api.country.partitions = None
    assert api.post(report())[0] == 503


def test_with_a_clock_that_is_off_nothing_is_promised() -> None:
    api = Api()
    api.country.drift = timedelta(minutes=5)
    assert api.post(report())[0] == 202
    api.country.drift = timedelta(minutes=5, seconds=1)
    assert (api.post(report())[0], api.headers["retry-after"]) == (503, "3")


def test_a_standby_says_where_to_report() -> None:
    api = Api()
    api.country.first = False
    status, said = api.post(report())
    assert (status, api.headers["retry-after"], api.confirmed) == (503, "30", [])
    assert "https://one.example" in str(said)


def test_too_much_at_once() -> None:
    status, _ = (api := Api(gate=Gate(per_source=0))).post(report())
    assert (status, api.headers["retry-after"]) == (429, "1")
    status, _ = (api := Api(gate=Gate(in_all=0))).post(report())
    assert (status, api.headers["retry-after"]) == (503, "3")


def test_a_page_of_the_demo_posts_without_a_key() -> None:
    api = Api()
    form = report(channel="form")
    assert api.post(form, key=None, Sec_Fetch_Site="same-origin")[0] == 202
    assert api.post(form, key=None, Origin="http://testserver")[0] == 202
    status, answer = api.post(report(), key=None, Sec_Fetch_Site="same-origin")
    assert (status, answer["faults"][0]["path"]) == (403, "$.channel")


def test_another_site_does_not() -> None:
    api = Api()
    form = report(channel="form")
    assert api.post(form, key=None, Origin="https://evil.example")[0] == 403
    assert api.post(form, key=None, Sec_Fetch_Site="cross-site")[0] == 403


def test_the_public_does_not() -> None:
    api = Api()
    form = report(channel="form")
    headers = {"Sec_Fetch_Site": "same-origin", "Cookie": "nhip_role=public"}
    assert api.post(form, key=None, **headers)[0] == 401


def test_production_has_no_keyless_pages() -> None:
    api = Api(keyless=False)
    assert api.post(report(channel="form"), key=None, Sec_Fetch_Site="same-origin")[0] == 401
