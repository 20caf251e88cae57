"""Bad input at every door of the running system: a clear refusal, nothing taken, nothing harmed."""

from __future__ import annotations

import gzip
import json
import secrets
from contextlib import ExitStack, closing

import httpx2
import pytest

from schema.database import connect as sql
from schema.demo_key import fingerprint
from tests.acceptance import hostile
from tests.acceptance.acts import Body
from tests.acceptance.bad import ADDRESSES, BODIES
from tests.acceptance.hostile import (
    RNG,
    UNIT,
    assigned,
    held_open,
    new_id,
    post,
    report,
    spoken,
    update,
)
from tests.acceptance.system import HTTP, System, until
from web.gate import PER_SOURCE

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("unharmed")]
MIB = 1024 * 1024
HOST = b"Host: a\r\n"
CLOSE = b"Connection: close\r\n\r\n"


def test_a_fault_of_form_is_told_with_its_place_and_nothing_is_taken(attacked: System) -> None:
    before = hostile.ends(attacked.settings)
    wrong = {}
    for name, (body, path) in BODIES.items():
        answer = post(attacked, body)
        faults = [(fault["path"], bool(fault["reason"])) for fault in answer.json()["faults"]]
        if answer.status_code != 422 or (path, True) not in faults:
            wrong[name] = (answer.status_code, answer.text[:300])
    assert not wrong, f"expected 422 with the path: {wrong}"
    assert hostile.ends(attacked.settings) == before, "something of it reached the log"


def test_what_is_too_large_packed_or_no_json_is_refused(attacked: System) -> None:
    before = hostile.ends(attacked.settings)
    good = json.dumps(report()).encode()
    bomb = gzip.compress(b" " * 50 * MIB)
    assert len(bomb) < MIB
    key = f"Authorization: Bearer {attacked.key}\r\n".encode()
    chunked = (
        b"POST /api/reports HTTP/1.1\r\n" + HOST + key + b"Transfer-Encoding: chunked\r\n" + CLOSE
    )
    piece = b"80000\r\n" + b" " * 0x80000 + b"\r\n"
    got = {
        "10 MB": post(attacked, b" " * 10_000_000).status_code,
        "a byte too much": post(attacked, b" " * (MIB + 1)).status_code,
        "chunks": int(spoken(attacked, chunked, piece, piece, piece)[9:12] or b"413"),
        "gzip": post(attacked, gzip.compress(good), content_encoding="gzip").status_code,
        "a bomb": post(attacked, bomb, content_encoding="gzip").status_code,
        "text": post(attacked, good, content_type="text/plain").status_code,
        "a form": post(attacked, good, content_type="multipart/form-data").status_code,
    }
    packed = {"gzip": 415, "a bomb": 415, "text": 415, "a form": 415}
    assert got == {"10 MB": 413, "a byte too much": 413, "chunks": 413, **packed}
    assert hostile.ends(attacked.settings) == before


def key_of_a_unit(attacked: System) -> tuple[str, str]:
    """A key that may speak for one unit, and its name."""
    key, name = secrets.token_urlsafe(), new_id()
    with sql(attacked.settings) as connection:
        connection.execute(
            b"insert into api_key (hash, name, units) values (%s, %s, %s)",
            (fingerprint(key), name, [UNIT]),
        )
    return key, name


def test_a_key_speaks_for_its_unit_and_only_while_it_is_good(attacked: System) -> None:
    key, name = key_of_a_unit(attacked)
    for wrong in ("", "wrong", "x" * 5_000):
        answer = post(attacked, report(), key=wrong)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert post(attacked, report(), key=key).status_code == 202
    foreign = post(attacked, [report(), report(update(subject="vn.01.t1"), unit="vn.01")], key=key)
    assert foreign.status_code == 403
    assert [fault["path"] for fault in foreign.json()["faults"]] == ["$[1].unit"]
    with sql(attacked.settings) as connection:
        connection.execute(b"update api_key set revoked_at = now() where name = %s", (name,))
    until(
        lambda: post(attacked, report(), key=key).status_code,
        lambda status: status == 401,
        "a revoked key to be refused",
    )


def test_what_depends_on_others_is_told_in_the_receipt(attacked: System) -> None:
    """On a task of its own: whatever else was said of another that day would be marked as well."""
    task = f"{UNIT}.t{RNG.randrange(910_000, 990_000)}"
    given, first, other = assigned(task), update(subject=task), new_id()
    sent = attacked.post([report(given, unit="vn"), report(first)]).json()["reports"]
    assert marks(attacked, sent[1], first["id"], task) == []
    for content in ({"progress": 0.9}, {"subject": "vn.01.t900001"}):
        again = attacked.post(report({**first, **content})).json()["reports"][0]
        told = marks(attacked, again, first["id"], task)
        assert told == ["conflict"], "an id that came again with another content"
    twin = {**first, "id": new_id()}
    sent = attacked.post(report(twin)).json()["reports"]
    assert marks(attacked, sent[0], twin["id"], task) == ["duplicate_fact"]
    verdict = report(update("verified", subject=task, of=other), unit="vn")
    alone = attacked.post(verdict).json()["reports"][0]
    assert [one["state"] for one in attacked.receipt(alone["receipt"])["updates"]] == ["held"]
    stranger = report(update(subject=task), unit="vn.01")
    answer = attacked.post(stranger).json()["reports"][0]
    assert [one["state"] for one in attacked.receipt(answer["receipt"])["updates"]] == ["rejected"]


def marks(attacked: System, sent: Body, identity: str, task: str) -> list[str]:
    """What was noticed of the one update of a report, which was taken as one of this task."""
    (fate,) = attacked.receipt(sent["receipt"])["updates"]
    assert (fate["id"], fate["subject"], fate["state"]) == (identity, task, "accepted")
    return list(fate["marks"])


def test_a_report_id_that_comes_again_has_a_receipt_for_all_it_brought(attacked: System) -> None:
    identity, first, second = new_id(), update(), update()
    for updates in ([first], [second], [first, second], [first]):
        sent = attacked.post(report(*updates, id=identity)).json()["reports"][0]
        told = {one["id"] for one in attacked.receipt(sent["receipt"])["updates"]}
        assert {one["id"] for one in updates} <= told
    assert told == {first["id"], second["id"]}


def test_addresses_that_are_none(attacked: System) -> None:
    for status, paths in ADDRESSES.items():
        for path in paths:
            target = path.replace(" ", "%20").encode()
            said = spoken(attacked, b"GET " + target + b" HTTP/1.1\r\n" + HOST + CLOSE)
            head, _, body = said.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 %d " % status), f"{path}: {said[:200]!r}"
            assert b"<script>" not in body and b"\nset-cookie: x=" not in head.lower()
            assert b'href="//' not in body, f"{path} links to another site"


def test_heads_that_are_none(attacked: System) -> None:
    get = b"GET /boards/vn HTTP/1.1\r\n"
    form = b"POST /viewer HTTP/1.1\r\n"
    refused = {
        "noise": b"\x16\x03\x01\x02\x00" + b"\xff" * 300,
        "NUL": get + HOST + b"X: a\x00b\r\n\r\n",
        "no length": form + HOST + b"Content-Length: abc\r\n\r\n",
        "a length below": form + HOST + b"Content-Length: -1\r\n\r\n",
        "a length in small print": form + HOST + b"Content-Length: \xb2\r\n\r\n",
        "two lengths": form + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "two framings": form + HOST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0",
        "no verb": b"FOO /boards/vn HTTP/1.1\r\n" + HOST + CLOSE,
        "a path of 1 MiB": b"GET /" + b"a" * MIB + b" HTTP/1.1\r\n" + HOST + CLOSE,
        "an origin that is none": form + HOST + b"Origin: http://[\r\n" + CLOSE,
        "a host that is none": form + b"Host: [\r\nOrigin: http://[\r\n" + CLOSE,
        "one header for ever": get + HOST + b"X: " + b"a" * 20 * MIB,
        "headers for ever": get + HOST + b"X: a\r\n" * 200_000,
        "a form for ever": form + HOST + b"Content-Length: 99999999999\r\n" + CLOSE + b"a" * MIB,
    }
    for name, request in refused.items():
        said = spoken(attacked, request)
        assert said == b"" or said.startswith(b"HTTP/1.1 4"), f"{name}: {said[:200]!r}"
    for verb in (b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"GET"):
        said = spoken(attacked, verb + b" /api/reports HTTP/1.1\r\n" + HOST + CLOSE)
        assert said.startswith(b"HTTP/1.1 405 ") and b"GET, HEAD" not in said, said[:200]


def test_a_page_of_another_site_can_do_nothing(attacked: System) -> None:
    before = hostile.ends(attacked.settings)
    host = attacked.base.removeprefix("http://")
    foreign = [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": f"http://{host}.evil.example"},
        {"origin": f"http://evil.example@{host}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ]
    for headers in foreign:
        assert post(attacked, report(channel="form"), key="", **headers).status_code == 403
        answer = HTTP.post(attacked.base + "/viewer", data={"as": "head"}, headers=headers)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)
    assert hostile.ends(attacked.settings) == before
    own = {"origin": attacked.base}
    assert post(attacked, report(channel="form"), key="", **own).status_code == 202
    assert post(attacked, report(channel="connector"), key="", **own).status_code == 403
    assert post(attacked, report(channel="form"), key="").status_code == 401


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\r\nSet-Cookie: x=1"]
)
def test_the_switch_leads_nowhere_else(attacked: System, back: str) -> None:
    answer = HTTP.post(attacked.base + "/viewer", data={"as": "head", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert list(answer.cookies) == ["nhip_role"]


def test_who_says_nothing_is_not_waited_for(attacked: System) -> None:
    lines = [held_open(attacked, begun) for begun in (b"", b"GET / HT", b"\r\n") for _ in range(60)]
    assert HTTP.get(attacked.base + "/boards/vn.json").status_code == 200
    for line in lines:
        with closing(line):
            said = line.recv(1_000)
            assert said == b"" or said.startswith(b"HTTP/1.1 408 "), said[:100]


def test_a_source_that_takes_all_places_is_told_to_wait_and_harms_no_other(
    attacked: System,
) -> None:
    greedy, _ = key_of_a_unit(attacked)
    head = f"POST /api/reports HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {greedy}\r\n"
    begun = f"{head}Content-Length: 1000\r\n\r\n[".encode()
    with ExitStack() as held:

        def one_more() -> httpx2.Response:
            """A busy server may have turned some of them away: more, until none is left."""
            held.enter_context(closing(held_open(attacked, begun)))
            return post(attacked, report(), key=greedy)

        for _ in range(PER_SOURCE):
            held.enter_context(closing(held_open(attacked, begun)))
        refused = until(
            one_more,
            lambda answer: answer.status_code == 429,
            "a source with all its places taken to be told so",
        )
        assert refused.headers["retry-after"] == "1"
        assert post(attacked, report()).status_code == 202, "another source"
    until(
        lambda: post(attacked, report(), key=greedy).status_code,
        lambda status: status == 202,
        "places that became free",
    )
