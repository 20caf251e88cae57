"""Boards of the past: what is read, what is refused, what the page says of itself."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schema.clock import day_end
from schema.close import Tiers, encode, label, pack
from schema.kpi import Operational
from schema.migrate import steps
from schema.quality import Quality
from schema.rolling import NOTHING, Pair, Rolling, Window
from schema.strategic import Strategic
from tests.stream.kpi.places import counts
from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import CATALOGUE, ManualSite, Tables, as_site, client
from web.facts.directory import Directory
from web.pages.asof import AsOf
from web.pages.past import WITHIN_DAY, Past, wanted

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 21)
DAY = date(2026, 11, 20)
HISTORY = datetime(2026, 11, 19, 17, tzinfo=UTC)
TIERS = Tiers(
    operational=Operational(
        pv=40_000_000, ev=20_000_000, whole=80_000_000, es_num=5, at=10, pd=20,
        start=date(2026, 9, 1), finish=date(2026, 12, 1),
    ),
    strategic=Strategic(day=DAY, index=(3, 4), coverage=(1, 2), indicators=4, judged=2),
    quality=Quality(slots=10, on_time=8, share=80_000, checks=4, records=9),
    rolling=Rolling(
        today=NOTHING, d7=Pair(Window(completions=4), None), d30=NOTHING, d90=NOTHING, units=7,
    ),
)  # fmt: skip
VALUE = list(counts(overdue=3, done_on_time=9, weight_progress=20_000_000, weight=10_000))
BEFORE = list(counts(overdue=1, done_on_time=4))


def answers(**more: Any) -> dict[str, Any]:
    return {
        "kept": [(FIRST, LAST, HISTORY)],
        "days": [
            ("vn", "", DAY, VALUE),
            ("vn", "", date(2026, 11, 19), BEFORE),
            ("vn", "", date(2026, 11, 13), BEFORE),
            ("vn.15", "", DAY, BEFORE),
            ("vn", "nq57", DAY, BEFORE),
        ],
        "shelf": [(pack({label("vn", ""): TIERS}),)],
        "instants": [("vn", "", VALUE, encode(TIERS).decode())],
        **more,
    }


def test_a_board_of_the_past_does_not_say_that_nobody_need_be_urged() -> None:
    page = client(answers()).get("/boards/vn?as_of=2026-11-20").text
    tile = page[page.index('class="tile urge"') :].partition("</section>")[0]
    assert "Chưa có số liệu" in tile and "Không có nhiệm vụ quá hạn" not in tile


def test_the_twin_of_a_day_has_every_tier_as_known_then() -> None:
    twin = client(answers()).get("/boards/vn.json?as_of=2026-11-20").json()
    assert (twin["asked"], twin["restated"], twin["live"]) == ("2026-11-20", False, False)
    assert twin["as_of"] == "2026-11-20T17:00:00+00:00"
    assert twin["planning"]["states"]["overdue"] == 3
    assert twin["operational"]["spi_t"] == 0.5
    assert (twin["strategic"]["index"], twin["strategic"]["coverage"]) == (0.75, 0.5)
    assert twin["index"] is not None
    assert twin["quality"]["complete"] == 0.8
    week = twin["windows"]["d7"]
    assert (week["completions"], week["before"]["completions"]) == (4, None)
    assert week["before"]["completions_state"] == "no_data"
    assert twin["change_7d"]["on_time_rate"] == 9 / 12 - 4 / 5


def test_an_instant_is_answered_from_what_was_published() -> None:
    asked = "2026-11-20T09:00:00%2B07:00"
    twin = client(answers()).get(f"/boards/vn.json?as_of={asked}").json()
    assert twin["planning"]["states"]["overdue"] == 3
    assert twin["operational"]["spi_t"] == 0.5
    assert twin["as_of"] == "2026-11-20T02:00:00+00:00"


def test_restated_keeps_a_tier_only_while_it_stands_on_the_same_value() -> None:
    site = client(answers())
    same = site.get("/boards/vn.json?as_of=2026-11-20&restated=1").json()
    assert same["restated"] and same["operational"]["spi_t"] == 0.5
    moved = answers(days=[("vn", "", DAY, BEFORE)])
    other = client(moved).get("/boards/vn.json?as_of=2026-11-20&restated=1").json()
    assert (other["operational"]["spi_t"], other["operational"]["spi_t_state"]) == (None, "no_data")


async def test_a_board_of_the_past_is_of_one_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit between two statements would mix what is known now with what was a moment ago."""
    manual = ManualSite(answers())
    opened: list[str] = []
    connection = Tables.connection

    def counted(self: Tables) -> Any:
        opened.append("connection")
        return connection(self)

    monkeypatch.setattr(Tables, "connection", counted)
    for restated in (False, True):
        opened.clear()
        manual.pool.asked.clear()
        asked = AsOf(at=day_end(DAY), day=DAY, restated=restated)
        await Past(as_site(manual)).facts("vn", "", asked)
        assert opened == ["connection"]
        days = [given["days"] for given in manual.pool.asked if "days" in given]
        assert len(days) == 1 + restated, "the board's days at once; what the close said beside it"
        assert {date(2026, 11, 19), date(2026, 11, 13), DAY} == set(days[0])


@pytest.mark.parametrize(
    "asked",
    [
        "2026-08-31", "2026-11-22", "2027-01-01", "soon", "2026-11-20T09:00:00",
        "2026-11-19T09:00:00%2B07:00",
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told_what_could(asked: str) -> None:
    for form in (".json", ""):
        answer = client(answers()).get(f"/boards/vn{form}?as_of={asked}")
        assert answer.status_code == 400 and "expected" in answer.text


def test_an_unknown_board_has_no_past_either() -> None:
    assert client(answers()).get("/boards/vn.99.json?as_of=2026-11-20").status_code == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_says_when_it_is_of_and_that_it_is_not_live(lang: str) -> None:
    page = client(answers()).get(f"/boards/vn?as_of=2026-11-20&lang={lang}").text
    assert "24:00 20/11/2026" in page
    assert "live.js" not in page and 'data-board="vn"' not in page
    assert "as_of=2026-11-20&amp;restated=1" in page and "/boards/vn/restated" in page
    assert bare_digits(page) == []


def test_the_live_page_is_live_and_leads_to_what_was_restated() -> None:
    page = client(answers()).get("/boards/vn").text
    assert "live.js" in page and 'class="banner past"' not in page
    assert 'href="/boards/vn/restated"' in page


def test_a_scope_of_which_nothing_was_known_counts_nothing() -> None:
    twin = client(answers(days=[], shelf=[])).get("/boards/vn.json?as_of=2026-11-20").json()
    assert twin["planning"]["total"] == 0 and twin["operational"]["pv"] is None
    assert twin["planning"]["on_time_rate"] is None


def test_its_own_key_comes_first_then_those_of_tiles_and_programmes() -> None:
    known = Directory(version=1, catalogue=CATALOGUE, day=date(2026, 11, 22))
    keys = wanted(known, "vn", "")
    assert keys[0] == ("vn", "") and ("vn.15", "") in keys and ("vn", "nq57") in keys
    assert len(keys) == len(set(keys))


def test_an_instant_is_answered_for_400_days_a_close_for_ever() -> None:
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    kept = {"kept": [(long_ago.date(), LAST, long_ago)]}
    now = datetime.now(UTC)
    just, gone = now - timedelta(days=399), now - timedelta(days=401)
    asks = client(answers(**kept)).get
    assert asks(f"/boards/vn.json?as_of={just:%Y-%m-%dT%H:%M:%SZ}").status_code == 200
    refused = asks(f"/boards/vn.json?as_of={gone:%Y-%m-%dT%H:%M:%SZ}")
    assert refused.status_code == 400 and "ask for a day" in refused.text
    day = answers(**kept, days=[("vn", "", gone.date(), VALUE)])
    assert client(day).get(f"/boards/vn.json?as_of={gone:%Y-%m-%d}").status_code == 200


def test_values_within_a_day_are_dropped_when_nobody_may_ask_for_them() -> None:
    """The oldest instant asked for may need a row that was said again 31 days before it."""
    (step,) = steps("community")
    dropped = re.search(
        r"add_retention_policy\('(\w+)', drop_after => interval '(\d+) days'", step.text
    )
    assert dropped is not None and dropped[1] == "kpi_history"
    assert timedelta(days=int(dropped[2])) >= WITHIN_DAY + timedelta(days=31)
    assert step.text.count("retention_policy") == 1, "nothing else is ever dropped"
