from __future__ import annotations

import pytest

from schema.place import partition_of
from schema.wire import CatalogueIs, ClockTo, Evaluate, encode
from stream.fold.decode import MIDNIGHT_WEIGHT, DeadLetter, Opener, ids_in
from tests.builders import COMMUNE, at, on, progress, report
from tests.stream.fold.fakes import letter, parcel, reported

HOME = partition_of(COMMUNE, 8)


def test_a_report_at_home_is_opened() -> None:
    message = report(progress(0.3), progress(0.4))
    opened = Opener(8).open(HOME, 7, encode(message))
    assert opened.content == message
    assert (opened.partition, opened.offset, opened.weight) == (HOME, 7, 2)


def test_a_midnight_weighs_as_much_as_many_updates() -> None:
    opened = Opener(8).open(3, 0, encode(ClockTo(to=at())))
    assert opened.content == ClockTo(to=at()) and opened.weight == MIDNIGHT_WEIGHT
    assert opened.recomputes


def test_forecasts_weigh_as_many_updates_as_they_name_tasks() -> None:
    """So a transaction holds at most twenty messages of a hundred, a tenth of a second."""
    message = Evaluate(day=on(3), tasks=[f"{COMMUNE}.t{n:04d}" for n in range(100)])
    opened = Opener(8).open(3, 0, encode(message))
    assert opened.weight == 100 and not opened.recomputes
    assert Opener(8).open(3, 0, encode(Evaluate(day=on(3), tasks=[]))).weight == 1


def test_a_catalogue_has_every_task_judged_anew() -> None:
    opened = Opener(8).open(3, 0, encode(CatalogueIs(version=2)))
    assert opened.recomputes and opened.weight == 1


@pytest.mark.parametrize("raw", [None, b"", b"{", b'{"v": 1}', b"\xff", b"[" * 5_000])
def test_what_is_no_message_is_a_dead_letter(raw: bytes | None) -> None:
    content = Opener(8).open(0, 0, raw).content
    assert isinstance(content, DeadLetter) and content.reason and not content.our_fault


def test_a_report_in_the_wrong_partition_is_a_dead_letter_that_says_where() -> None:
    wrong = (HOME + 1) % 8
    content = Opener(8).open(wrong, 0, encode(report(progress(0.3)))).content
    assert isinstance(content, DeadLetter)
    assert content.path == "$.updates[0].subject"
    assert f"expected partition {HOME}" in content.reason and COMMUNE in content.reason


def test_a_message_that_breaks_us_is_returned_as_our_fault() -> None:
    one = parcel(reported(progress(0.3)), 2, 9).returned("$", "Traceback …", our_fault=True)
    assert one.content == DeadLetter(path="$", reason="Traceback …", our_fault=True)
    assert one.place == "partition 2 offset 9" and one.raw


def test_the_ids_of_messages_leave_out_what_carries_none() -> None:
    first, second = progress(0.1), progress(0.2)
    parcels = [
        parcel(reported(first)),
        letter(),
        parcel(ClockTo(to=at())),
        parcel(reported(second)),
    ]
    assert ids_in(parcels) == [first.id, second.id]
