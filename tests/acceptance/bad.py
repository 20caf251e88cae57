"""Bad input as tables: bodies with the path of their fault, addresses with their status."""

from __future__ import annotations

import json
from typing import Any

from tests.acceptance.hostile import UNIT, ago, assigned, new_id, report, update


def swapped(text: str, by: bytes, **fields: Any) -> bytes:
    """A good report in which `text` became other bytes."""
    return json.dumps(report(**fields)).encode().replace(text.encode(), by)


TWICE = update()
BODIES: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "$"),
    "not JSON": (b"hello", "$"),
    "null": (b"null", "$"),
    "a number": (b"1", "$"),
    "an empty list": (b"[]", "$"),
    "a list of null": (b"[null]", "$[0]"),
    "an empty object": (b"{}", "$"),
    "UTF-16": (json.dumps(report()).encode("utf-16"), "$"),
    "a byte order mark": (b"\xef\xbb\xbf" + json.dumps(report()).encode(), "$"),
    "bytes that are no UTF-8": (swapped("officer-1", b"\xff\xfe"), "$"),
    "half a surrogate pair": (swapped("officer-1", b"\\ud800"), "$"),
    "half a pair as bytes": (swapped("officer-1", b"\xed\xa0\x80"), "$"),
    "NUL": (b"\x00", "$"),
    "NUL, escaped": (swapped("officer-1", b"a\\u0000b"), "$"),
    "100,000 lists deep": (b"[" * 100_000, "$"),
    "100,000 objects deep": (b'{"a":' * 100_000, "$"),
    "NaN": (swapped('"progress": 0.5', b'"progress": NaN'), "$"),
    "Infinity": (swapped('"progress": 0.5', b'"progress": -Infinity'), "$"),
    "1e400": (swapped('"progress": 0.5', b'"progress": 1e400'), "$.updates[0].progress"),
    "45 for 45 %": (report(update(progress=45)), "$.updates[0].progress"),
    "a share as text": (report(update(progress="0.5")), "$.updates[0].progress"),
    "a share as bool": (report(update(progress=True)), "$.updates[0].progress"),
    "a huge integer": (report(update(source_seq=10**40)), "$.updates[0].source_seq"),
    "an unknown kind": (report(update("praised")), "$.updates[0].kind"),
    "an unknown field": (report(update(mood="good")), "$.updates[0]"),
    "a gateway's field": (report(received_at=ago()), "$"),
    "another version": (report(v=2), "$.v"),
    "no update": (report(updates=[]), "$.updates"),
    "501 updates": (report(*[update() for _ in range(501)]), "$.updates"),
    "1,001 reports": ([report()] * 1_001, "$"),
    "an id that is none": (report(id="1"), "$.id"),
    "an id in capitals": (report(id=new_id().upper()), "$.id"),
    "an unknown unit": (report(unit="vn.zz"), "$.unit"),
    "a unit with a line feed": (report(unit=UNIT + "\n"), "$.unit"),
    "an unknown home": (report(update(subject="vn.zz.t1")), "$.updates[0].subject"),
    "an unknown lead": (report(assigned(lead="vn.zz")), "$.updates[0].lead"),
    "no due date": (report(assigned(due=None)), "$.updates[0].due"),
    "an hour ahead": (report(update(occurred_at=ago(hours=-1))), "$.updates[0].occurred_at"),
    "a report ahead": (report(reported_at=ago(hours=-1)), "$.reported_at"),
    "no offset": (report(update(occurred_at="2026-06-01T00:00:00")), "$.updates[0].occurred_at"),
    "the year 1": (
        report(update(occurred_at="0001-01-01T00:00:00+14:00")),
        "$.updates[0].occurred_at",
    ),
    "the year 9999": (report(reported_at="9999-12-31T23:59:59-14:00"), "$.reported_at"),
    "a report twice": ([doubled := report(), doubled], "$[1].id"),
    "an update twice": (report(TWICE, TWICE), "$.updates[1].id"),
    "an update in two reports": ([report(TWICE), report(TWICE)], "$[1].updates[0].id"),
    "the second of two": ([report(), report(unit="vn.zz")], "$[1].unit"),
}


KNOWN = "0198f0c2-7d40-7a11-8c55-6b1f0c9f1a01"
ADDRESSES = {
    404: (
        *("/boards/zz", "/boards/vn@zz", "/boards/vn@nq57@x", "/boards/..%2f..%2fetc%2fpasswd"),
        *("/boards/vn.json.json", f"/boards/{'a' * 9_000}", "/boards/%3Cscript%3E", "/boards/%ff"),
        *("/static/../app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/js/../../"),
        *("/static/%2e%2e/%2e%2e/pyproject.toml", "/static/", "/static/js/live.js/"),
        *("/units/zz", "/tasks/zz", "/tasks/';drop table task;--", f"/tasks/{'x' * 9_000}"),
        *("/report?unit=zz", "/alerts.json?unit=zz"),
        *("//evil.example/x", "/live", "/.env", "/api/", f"/api/receipts/{KNOWN}?at=999:1"),
        *(f"/api/receipts/{KNOWN}", f"/api/receipts/urn:uuid:{KNOWN}?at=1:0"),
    ),
    400: (
        *("/boards/%00", "/boards/vn%00", "/tasks/%00", "/tasks/x%00.json", "/static/%00"),
        *("/report?unit=%00", "/alerts?unit=%00", "/ranking?league=%00", "/find?q=%00"),
        *("/programmes?%00=%00", "/report?unit=vn.15&task=%00%22%3E"),
        *("/api/receipts/%00", "/api/receipts/zz", f"/api/receipts/{KNOWN}?at=1:-1"),
        *(f"/api/receipts/{KNOWN}?at=%00", f"/api/receipts/{KNOWN}?at={'1:1,' * 2_000}1:1"),
    ),
    200: (
        *("/boards/vn?lang=zz&theme=%3Cx%3E", "/boards/vn?lang=en%0d%0aSet-Cookie:%20x=1"),
        *("/ranking.csv?league=%0d%0ax", "/find?q=(((", f"/find?q={'a' * 5_000}"),
        *("/programmes?%01=%01", "/report?unit=vn.15&task=%01%22%3E"),
    ),
}
