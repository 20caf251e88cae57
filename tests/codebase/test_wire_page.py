"""docs/wire.md tells every kind and field of the wire and every topic; its examples are let in."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
import pytest

from deploy.places import REPO
from schema.door import MAX_REPORTS, examine
from schema.names import Names
from schema.notes import NOTES
from schema.report import MAX_UPDATES, Report
from schema.update import KINDS, Update, as_update, kind_of
from schema.wire import decode_log
from stream.core.duplicates import CONFLICT

PAGE = (REPO / "docs" / "wire.md").read_text("utf-8")
COMMON = {"id", "kind", "subject", "occurred_at", "source_seq"}
RECORDS = dict(zip(KINDS, Update.__args__, strict=True))
LATER = datetime(2027, 1, 1, tzinfo=UTC)
NIL = "00000000-0000-0000-0000-000000000000"


@cache
def sections() -> dict[str, str]:
    """Text under each heading of the third level, and of the second where there is none."""
    pieces = re.split(r"^###? (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def told(section: str) -> tuple[set[str], set[str]]:
    """Fields told in the table of a section, and those told as required (in bold)."""
    rows = re.findall(r"^\| (.+?) \| .+ \|$", sections()[section], re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    return names, {name for row in rows for name in re.findall(r"\*\*`(\w+)`\*\*", row)}


def of_record(record: Any) -> tuple[set[str], set[str]]:
    """Fields of a record, and the required ones."""
    fields = msgspec.structs.fields(record)
    return {f.encode_name for f in fields}, {f.encode_name for f in fields if f.required}


def examples(text: str) -> list[str]:
    """The JSON examples of a text."""
    return re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_told_with_exactly_its_fields(kind: str) -> None:
    names, required = of_record(RECORDS[kind])
    assert told(kind) == (names - COMMON, required - COMMON)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_send_a_kind_is_told(kind: str) -> None:
    assert re.search(r"\b[Ff]rom (any|the) ", sections()[kind]), f"{kind}: who may send it?"
    assert ("note" in sections()[kind]) == (kind in NOTES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_a_kind_are_let_in(kind: str) -> None:
    updates = [as_update(one.encode()) for one in examples(sections()[kind])]
    assert [kind_of(update) for update in updates] == [kind] * len(updates)
    for update in updates:
        report = Report(
            id=NIL, unit="vn.15", actor="a", channel="connector", source="s",
            reported_at=update.occurred_at, updates=[update],
        )  # fmt: skip
        assert examine(msgspec.json.encode(report), LATER, lambda code: True) == [report]


def test_the_envelope_is_told() -> None:
    names, required = told("A report")
    fields, needed = of_record(Report)
    assert names >= fields | COMMON
    assert required == needed | COMMON - {"source_seq"}
    (example,) = examples(sections()["A report"])
    assert examine(example.encode(), LATER, lambda code: True)


def test_the_limits_are_told() -> None:
    assert f"1 to {MAX_UPDATES} *updates*" in PAGE
    assert f"up to {MAX_REPORTS:,} of them" in PAGE


@pytest.mark.parametrize("topic", [Names().reports, Names().standings])
def test_a_topic_is_told(topic: str) -> None:
    assert topic in sections()


def test_messages_that_are_no_reports_are_told() -> None:
    kinds = [type(decode_log(one.encode())) for one in examples(sections()["nhip.reports"])]
    assert [kind.__name__ for kind in kinds] == ["ClockTo", "CatalogueIs", "Evaluate", "CanarySent"]


@pytest.mark.parametrize("path", ["POST http://127.0.0.1:8000/api/reports", "/api/receipts/"])
def test_an_address_is_told(path: str) -> None:
    assert path in PAGE


def test_marks_are_told() -> None:
    assert f"`{CONFLICT}`" in sections()["Receipts"]


def test_every_link_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
