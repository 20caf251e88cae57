"""A wall in a real browser, the test playing the server: slides, alarms, a lost line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.stage import EPOCH, Stage, playing
from tests.acceptance.test_pages import AXE, figures, text, until
from tests.web.country import empty
from tests.web.states import NOW
from web.compose.board import board_view
from web.compose.view import snapshot

KINDS = ("overview", "wave", "urge", "strategic", "bottlenecks")
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CLIPPED = """() => [...document.querySelectorAll('.slide[data-on] *, .foot *')].filter((e) =>
  e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden'
  && !e.matches('.sr, .title, .name, .unit, .body')).map((e) => e.className + e.textContent)"""
SMALL = """() => [...document.querySelectorAll('.slide *, .foot *')].filter((e) =>
  [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
  && !e.matches('.sr') && parseFloat(getComputedStyle(e).fontSize) < 2.79 * innerHeight / 100)
  .map((e) => e.textContent)"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with playing({}) as opened:
        yield opened


@pytest.fixture
def wall(stage: Stage, page: Page) -> Page:
    """The country's wall, both lines open, at noon; its clock is the test's."""
    page.clock.install()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(stage.base + "/wall/nation")
    until(page, lambda: len(stage.asked) == 2, "both lines to open")
    tell(stage, figures(**{"planning/states/overdue": (777, "777", "")}))
    until(page, lambda: text(page, "planning/states/overdue") == "777", "the snapshot to be shown")
    return page


def tell(stage: Stage, shown: dict[str, Any], *alerts: dict[str, Any]) -> None:
    """All there is, as both lines would: a board's figures, an inbox's alerts."""
    stage.send({"t": "s", "e": EPOCH, "s": 1, "ts": 0, "d": None, "f": shown, "i": list(alerts)})


def on(page: Page) -> str:
    return str(page.locator(".slide[data-on]").get_attribute("data-slide"))


def alert(
    number: int, severity: str = "critical", state: str = "open", opened_at: str = NOW.isoformat()
) -> dict[str, Any]:
    facts = {"title": f"Việc {number} <b>", "days_late": 31}
    return {"id": f"a{number}", "severity": severity, "state": state, "unit": "vn.38.00002",
            "opened_at": opened_at, "facts": facts}  # fmt: skip


def put(stage: Stage, seq: int, *alerts: dict[str, Any], gone: tuple[str, ...] = ()) -> None:
    """A patch of the inbox; a board's line hears it too and finds no figure in it."""
    stage.send({"t": "p", "s": seq, "ts": 0, "p": {"events": []}, "f": {},
                "i": {"put": list(alerts), "gone": list(gone)}})  # fmt: skip


def test_slides_follow_the_clock_and_one_is_seen(stage: Stage, wall: Page) -> None:
    seen = {on(wall)}
    for _ in range(11):
        wall.clock.run_for(10_000)
        assert wall.locator(".slide[data-on]").count() == 1
        assert wall.locator(".slide:not([inert])").count() == 1
        stage.heartbeat(1)
        seen.add(on(wall))
    assert seen == set(KINDS)


def test_two_walls_show_the_same_slide(stage: Stage, wall: Page, browser: Browser) -> None:
    find = "(at) => import(at).then(({slideAt}) => [0, 24, 25, 44, 45, 109, 110].map((s) =>" \
        " slideAt(s * 1000, [25, 20, 20, 25, 20])))"  # fmt: skip
    at = wall.evaluate(find, f"{stage.base}/static/js/rotation.js")
    assert at == [0, 0, 1, 1, 2, 4, 0]


def test_a_new_critical_alert_takes_the_screen_and_gives_it_back(stage: Stage, wall: Page) -> None:
    put(stage, 2, alert(1), alert(2, "warning"))
    wall.clock.run_for(1_000)
    said = wall.locator("[data-alarm][data-on]")
    until(wall, said.is_visible, "the alarm")
    assert said.locator("li").count() == 1
    assert said.locator(".title").text_content() == "Việc 1 <b>"
    assert said.locator(".who").text_content() == "Thanh Hóa · quá hạn 31 ngày"
    wall.clock.run_for(16_000)
    until(wall, said.is_hidden, "the screen to be given back")


def test_alarms_are_gathered_for_ten_minutes_and_what_ended_is_forgotten(
    stage: Stage, wall: Page
) -> None:
    put(stage, 2, alert(1))
    wall.clock.run_for(20_000)
    put(stage, 3, *(alert(n) for n in range(2, 9)))
    put(stage, 4, gone=("a2",))
    wall.clock.run_for(30_000)
    assert wall.locator("[data-alarm][data-on]").count() == 0
    for _ in range(30):  # the line speaks, or the board would be lost
        stage.heartbeat(4)
        wall.clock.run_for(20_000)
        if wall.locator("[data-alarm][data-on]").count():
            break
    assert wall.locator("[data-alarm] li").count() == 4
    assert wall.locator("[data-alarm-rest]").text_content() == "và 2 cảnh báo khác"


def test_what_stood_before_is_no_news(stage: Stage, page: Page) -> None:
    page.goto(stage.base + "/wall/nation")
    until(page, lambda: len(stage.asked) == 2, "both lines to open")
    tell(stage, figures(), alert(1))
    put(stage, 2, alert(1, state="acked"), alert(1))
    page.wait_for_timeout(600)
    assert page.locator("[data-alarm][data-on]").count() == 0


def test_what_opened_long_ago_and_now_fits_into_the_list_is_no_news(
    stage: Stage, wall: Page
) -> None:
    put(stage, 2, alert(1, opened_at=(NOW - timedelta(days=3)).isoformat()), alert(2))
    wall.clock.run_for(1_000)
    until(wall, wall.locator("[data-alarm][data-on]").is_visible, "the alarm")
    assert wall.locator("[data-alarm] .title").all_text_contents() == ["Việc 2 <b>"]


def test_the_wall_of_a_programme_follows_no_inbox(stage: Stage, page: Page) -> None:
    page.goto(stage.base + "/wall/vn@nq57")
    until(page, lambda: bool(stage.asked), "the board's line to open")
    page.wait_for_timeout(600)
    assert [sorted(asked) for asked in stage.asked] == [["board", "lang"]]


def test_a_lost_line_looks_lost_on_any_slide(stage: Stage, wall: Page) -> None:
    wall.clock.run_for(20_000)
    until(
        wall,
        lambda: wall.evaluate("document.documentElement.dataset.feed") == "lost",
        "three missed heartbeats to be noticed",
    )
    assert "Mất kết nối — số liệu lúc 14:05" in str(
        wall.locator("[data-banner-text]").text_content()
    )
    clock = wall.locator("[data-clock]").text_content()
    wall.clock.run_for(5_000)
    assert wall.locator("[data-clock]").text_content() != clock


def test_a_hand_on_the_keyboard_steps_and_holds(wall: Page) -> None:
    before = on(wall)
    wall.keyboard.press("ArrowRight")
    wall.clock.run_for(500)
    following = KINDS[(KINDS.index(before) + 1) % len(KINDS)]
    assert on(wall) == following
    wall.clock.run_for(60_000)
    assert on(wall) == following


def test_at_night_it_is_dimmed(stage: Stage, page: Page) -> None:
    page.goto(stage.base + "/wall/nation")
    page.wait_for_timeout(400)
    assert page.locator("body.night").count() == 0  # the stage's clock says 14:05
    page.evaluate("document.body.dataset.night = '[14, 6]'")
    page.wait_for_timeout(400)
    assert page.locator("body.night").count() == 1


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (1366, 768), (1280, 1024)])
def test_nothing_scrolls_and_nothing_is_cut_on_any_slide(
    stage: Stage, browser: Browser, size: tuple[int, int], lang: str
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{stage.base}/wall/nation?lang={lang}")
    seen = set()
    for _ in KINDS:
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(600)
        assert page.evaluate(CLIPPED) == []
        seen.add(on(page))
    assert seen == set(KINDS)
    box = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(box) == list(size)
    if size[0] * 9 == size[1] * 16:
        assert page.evaluate(SMALL) == []
    page.close()


def test_an_empty_country_hangs_there_in_peace(stage: Stage, wall: Page) -> None:
    tell(stage, dict(snapshot(board_view(empty(), "vi").figures)))
    until(wall, lambda: text(wall, "planning/states/overdue") == "—", "the empty country")
    assert wall.locator(".overview .none").text_content() == "Không đơn vị nào có nhiệm vụ quá hạn"
    assert wall.locator(".worst li:visible").count() == 0


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing(stage: Stage, browser: Browser, theme: str) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{stage.base}/wall/nation?theme={theme}")
    found = []
    for _ in KINDS:
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)
        page.evaluate(AXE)
        found += page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], [n["html"] for n in each["nodes"]][:3]) for each in found] == []
    page.close()
