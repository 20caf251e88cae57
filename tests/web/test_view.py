"""State + patches = a fresh snapshot, for figures and charts alike, wherever one comes in."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random
from typing import Any

import orjson
from bokeh.document import Document

from tests.web.country import nation
from tests.web.documents.test_board import data
from tests.web.fakes import T0, facts, pulse, state
from web import view as module
from web.compose.facts import BoardFacts
from web.frames import Frame
from web.view import FRESH, View, ViewKey

KEY = ViewKey(scope="vn", programme="nq57", lang="vi")


class Page:
    """What a browser holds after some frames."""

    def __init__(self, given: list[Frame]) -> None:
        self.seq = -1
        self.figures: dict[str, Any] = {}
        self.document: Document | None = None
        for frame in given:
            self.hear(frame)

    def hear(self, frame: Frame) -> None:
        message = json.loads(frame.payload)
        if message["t"] == "s":
            self.document = Document.from_json(message["d"])
            self.figures = {}
        else:
            assert message["s"] == self.seq + 1 and self.document is not None
            self.document.apply_json_patch(message["p"])
        self.seq = message["s"]
        self.figures |= message["f"]
        self.figures = {k: v for k, v in self.figures.items() if v[2] != "gone"}


def moves(seed: int, count: int) -> list[BoardFacts]:
    """Facts as they might follow one another."""
    random = Random(seed)
    made: list[BoardFacts] = []
    for number in range(count):
        known = state(
            version=number, overdue=random.randrange(50), in_time=random.randrange(900), weight=1
        )
        first = T0 + timedelta(minutes=5 * (number // 3))
        made.append(facts(known, pulse(first, last=random.randrange(90))))
    return [*made, facts(None, None), nation()]


def test_state_plus_patches_is_a_fresh_snapshot() -> None:
    given = moves(seed=7, count=30)
    view = View(KEY, "build.1", given[0])
    page = Page(view.newcomer())
    for number, move in enumerate(given[1:]):
        frame = view.publish(move, 1.0)
        if frame is not None:
            page.hear(frame)
        if number % 7 == 0:
            late = Page(view.newcomer())
            assert late.document is not None and page.document is not None
            assert (late.seq, late.figures) == (page.seq, page.figures)
            assert data(late.document) == data(page.document)
    fresh = Page(View(KEY, "build.1", given[-1]).newcomer())
    assert page.figures == fresh.figures


def test_nothing_new_is_no_patch() -> None:
    view = View(KEY, "build.1", facts(state(), pulse()))
    assert view.publish(facts(state(), pulse()), 1.0) is None
    assert view.ring.seq == 0


def test_a_patch_carries_only_what_moved() -> None:
    view = View(KEY, "build.1", facts(state(overdue=3, in_time=1), pulse()))
    frame = view.publish(facts(state(overdue=3, in_time=2), pulse()), 1.0)
    assert frame is not None
    message = json.loads(frame.payload)
    assert message["p"]["events"] == []
    assert "planning/states/in_time" in message["f"]
    assert "planning/states/overdue" not in message["f"]
    assert len(frame) < 2_000


def test_a_newcomer_gets_the_cached_snapshot_and_the_patches_after_it() -> None:
    view = View(KEY, "build.1", facts(state(in_time=1)))
    first = view.newcomer()
    for number in range(2, FRESH + 2):
        view.publish(facts(state(in_time=number)), 1.0)
    again = view.newcomer()
    assert again[0] is first[0]
    assert len(again) == FRESH + 1
    view.publish(facts(state(in_time=0)), 1.0)
    (anew,) = view.newcomer()
    assert json.loads(anew.payload)["s"] == FRESH + 1


def test_two_processes_give_equal_snapshots() -> None:
    given = facts(state(overdue=3), pulse())
    one, other = (View(KEY, "build.1", given).newcomer()[0].payload for _ in range(2))
    assert orjson.loads(one) == orjson.loads(other)


def test_as_of() -> None:
    assert View(KEY, "b.1", facts(None)).as_of == ""
    assert View(KEY, "b.1", facts(state())).as_of == T0.isoformat()


def test_a_key_names_its_document() -> None:
    assert str(KEY) == "vn@nq57/vi/internal"
    assert str(ViewKey(scope="vn.15", lang="en")) == "vn.15/en/internal"
    assert module.FRESH <= 256, "the ring must hold the patches after a snapshot"
