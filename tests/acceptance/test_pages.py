"""The pages in a real browser, the test playing the server: figures, trust, reach, acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.stage import EPOCH, Stage, playing
from tests.web.country import nation
from tests.web.pages.test_unit import DESK, FILE
from web.compose.board import board_view
from web.compose.view import snapshot

PATHS = (
    "/boards/vn?theme=dark",
    "/boards/vn?theme=light&lang=en",
    "/units/vn.15?theme=dark",
    "/tasks/vn.15.t0001?theme=light",
    "/report?unit=vn.15&theme=dark",
    "/ranking?theme=light",
    "/alerts?theme=dark",
    "/programmes?theme=light",
    "/method?theme=dark",
    "/find?q=sa",
    "/nowhere",
)
SIZES = ((320, 640), (360, 800), (1024, 768), (1366, 768), (1920, 1080), (3840, 2160))
WAIT_MS = 5_000
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture
def stage() -> Iterator[Stage]:
    with playing(DESK | FILE) as opened:
        yield opened


@pytest.fixture
def board(stage: Stage, page: Page) -> Page:
    """The national board, connected, its snapshot applied."""
    page.goto(stage.base + "/boards/vn?theme=dark")
    until(page, lambda: bool(stage.asked), "the page to connect")
    stage.snapshot(figures())
    until(page, lambda: text(page, "planning/total") == "1.357", "the snapshot to be shown")
    return page


def figures(**changed: Any) -> dict[str, Any]:
    """Every figure of the nation."""
    return dict(snapshot(board_view(nation(), "vi").figures)) | changed


def text(page: Page, pointer: str) -> str:
    return str(page.locator(f'[data-figure="{pointer}"]').first.text_content(timeout=WAIT_MS))


def until(page: Page, holds: Callable[[], bool], what: str) -> None:
    """Look again until it holds; the page's own policy forbids waiting by script."""
    for _ in range(WAIT_MS // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"expected {what}")


def feed(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.feed"))


def test_a_patch_moves_figures_tiles_and_bars(stage: Stage, board: Page) -> None:
    stage.patch(2, {"map/vn.15/value": [21, "21", "overdue"],
                    "planning/states/overdue": [0, "0", ""]})  # fmt: skip
    until(board, lambda: text(board, "map/vn.15/value") == "21", "the patch to be shown")
    tile = board.locator('.place[data-state-of="map/vn.15/value"]')
    assert tile.get_attribute("data-state") == "overdue"
    bar = board.locator('.bar [data-size-of="planning/states/overdue"]')
    assert bar.get_attribute("data-nil") is not None


def test_rows_come_and_go(stage: Stage, board: Page) -> None:
    row = board.locator('[data-row="urge/5/days"]')
    assert row.is_visible()
    stage.patch(2, {"urge/5/days": [None, "", "gone"]})
    until(board, row.is_hidden, "the row to go")
    assert row.locator("[data-figure]").count() == 0
    stage.patch(3, {"urge/5/days": [7, "7", "overdue"], "~urge/5/title": [None, "Việc mới", ""]})
    until(board, row.is_visible, "the row to come")
    assert "Việc mới" in str(row.text_content())
    assert text(board, "urge/5/days") == "7"


def test_a_sentence_is_told_anew_and_its_numbers_go_on(stage: Stage, board: Page) -> None:
    line = [{"text": "3", "href": "/units/vn", "figure": "headline/few"},
            {"text": " <b>việc</b>", "href": None, "figure": None}]  # fmt: skip
    stage.patch(2, {"~headline/line": [line, "", ""], "headline/few": [3, "3", ""]})
    sentence = board.locator(".headline .line").first
    until(board, lambda: sentence.text_content() == "3 <b>việc</b>", "the new sentence")
    stage.patch(3, {"headline/few": [4, "4", ""]})
    until(board, lambda: text(board, "headline/few") == "4", "its number to move")
    assert sentence.locator("[data-figure]").get_attribute("data-value") == "4"


def test_what_is_not_in_a_snapshot_is_gone(stage: Stage, board: Page) -> None:
    fewer = figures()
    del fewer["urge/0/days"]
    stage.snapshot(fewer, seq=9)
    until(board, board.locator('[data-row="urge/0/days"]').is_hidden, "the row to go")


def test_after_a_cut_it_resumes_where_it_was(stage: Stage, board: Page) -> None:
    stage.patch(2, {"planning/total": [1358, "1.358", ""]})
    until(board, lambda: text(board, "planning/total") == "1.358", "the patch to be shown")
    stage.cut()
    until(board, lambda: len(stage.asked) == 2, "the page to come back")
    assert (stage.asked[1]["e"], stage.asked[1]["s"]) == (EPOCH, "2")
    stage.patch(3, {"planning/total": [1359, "1.359", ""]})
    until(board, lambda: text(board, "planning/total") == "1.359", "the line to go on")


def test_a_gap_is_not_papered_over(stage: Stage, board: Page) -> None:
    stage.patch(5, {"planning/total": [9, "9", ""]})
    until(board, lambda: len(stage.asked) == 2, "the page to ask again")
    assert stage.asked[1]["s"] == "1"
    assert text(board, "planning/total") == "1.357"


def test_silence_greys_the_board_and_a_word_brings_it_back(stage: Stage, page: Page) -> None:
    page.clock.install()
    page.goto(stage.base + "/boards/vn")
    until(page, lambda: bool(stage.asked), "the page to connect")
    stage.snapshot(figures())
    until(page, lambda: feed(page) == "live", "the board to live")
    page.clock.fast_forward(17_000)
    until(page, lambda: feed(page) == "lost", "three missed heartbeats to be noticed")
    assert page.locator("[data-banner]").is_visible()
    assert "Mất tín hiệu — số liệu dừng lúc 14:05" in str(
        page.locator("[data-lost-line]").text_content()
    )
    stage.heartbeat(1)
    until(page, lambda: feed(page) == "live", "a heartbeat to bring it back")
    assert page.locator("[data-banner]").is_hidden()


def test_a_server_without_its_own_feed_says_so(stage: Stage, board: Page) -> None:
    stage.patch(2, {"feed": ["lost", "", ""]})
    until(board, lambda: feed(board) == "lost", "the board to go grey")
    stage.patch(3, {"feed": ["live", "", ""]})
    until(board, lambda: feed(board) == "live", "the board to come back")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["desk", "wall"])
def test_a_lost_line_moves_nothing(stage: Stage, board: Page, size: tuple[int, int]) -> None:
    board.set_viewport_size({"width": size[0], "height": size[1]})
    tiles = ".headline, .tiers, .map, .urge, .wave, .partition, .pulse"
    places = f"[...document.querySelectorAll('{tiles}')].map((e) => e.getBoundingClientRect().top)"
    before = board.evaluate(places)
    stage.patch(2, {"feed": ["lost", "", ""]})
    until(board, lambda: feed(board) == "lost", "the board to go grey")
    assert board.evaluate(places) == before


def test_when_new_reports_are_late_the_board_says_so_and_stays_as_it_is(
    stage: Stage, board: Page
) -> None:
    stage.patch(2, {"feed": ["late", "", ""]})
    until(board, lambda: feed(board) == "late", "the board to speak")
    assert "Báo cáo mới đang đến chậm" in str(board.locator("[data-banner-text]").text_content())
    assert board.locator("[data-banner]").is_visible()
    assert board.locator("[data-lost-line]").is_hidden()
    stage.patch(3, {"feed": ["live", "", ""]})
    until(board, lambda: board.locator("[data-banner]").is_hidden(), "the banner to go")


def test_paused_nothing_moves_and_nothing_is_lost(stage: Stage, board: Page) -> None:
    board.click("[data-pause]")
    stage.patch(2, {"planning/total": [1, "1", ""]})
    stage.patch(3, {"planning/done": [2, "2", ""]})
    board.wait_for_timeout(300)
    assert text(board, "planning/total") == "1.357"
    board.click("[data-pause]")
    until(board, lambda: text(board, "planning/total") == "1", "what waited to be shown")
    assert text(board, "planning/done") == "2"


def test_another_process_is_taken_in_place_another_build_reloads(stage: Stage, board: Page) -> None:
    board.evaluate("window.mark = 1")
    stage.snapshot(figures(), epoch=f"{EPOCH.split('.')[0]}.two")
    board.wait_for_timeout(200)
    assert board.evaluate("window.mark") == 1
    stage.snapshot(figures(), epoch="another.one")
    until(board, lambda: len(stage.asked) == 2, "the page to reload")
    assert "e" not in stage.asked[1]


def test_a_tile_with_other_columns_is_fetched_alone(stage: Stage, board: Page) -> None:
    board.evaluate("document.getElementById('wave').dataset.mark = 'old'; window.mark = 1")
    stage.patch(2, {"~wave/from": [None, "2026-11-23", ""]})
    wave = board.locator("#wave")
    until(board, lambda: wave.get_attribute("data-mark") is None, "the wave to be fetched")
    assert board.evaluate("window.mark") == 1


def test_text_from_the_line_is_never_markup(stage: Stage, board: Page) -> None:
    evil = "<img src=x onerror='window.evil=1'>"
    stage.patch(
        2, {"~urge/0/title": [None, evil, ""], "~urge/0/href": [None, "javascript:alert(1)", ""]}
    )
    link = board.locator('[data-link="urge/0/href"]')
    until(board, lambda: link.text_content() == evil, "the title to be shown as text")
    assert link.get_attribute("href") == "#"
    assert board.evaluate("window.evil ?? 0") == 0


def test_an_urge_goes_out_as_a_report(stage: Stage, board: Page) -> None:
    stage.receipt = settled("accepted")
    board.click('[data-urge="urge/1/"]')
    board.click(".sheet button[value=send]")
    said = board.locator(".sheet [data-receipt]")
    until(board, lambda: said.text_content() == "Đã ghi nhận 1/1 nội dung", "the receipt")
    report = stage.posted[0]
    assert (report["unit"], report["channel"]) == ("vn", "form")
    assert report["updates"][0]["kind"] == "urged"
    assert report["updates"][0]["to"] == "vn.75"


def settled(state: str, reason: str | None = None, marks: tuple[str, ...] = ()) -> dict[str, Any]:
    update = {"id": "u", "kind": "x", "subject": "s", "state": state, "reason": reason,
              "marks": list(marks)}  # fmt: skip
    return {"id": "r", "state": "settled", "parts": [], "updates": [update]}


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (settled("accepted"), "Đã ghi nhận 1/1 nội dung"),
        (
            settled("accepted", marks=("fall_without_reason",)),
            "Đã ghi nhận 1/1 nội dung; 1 bị đánh dấu: tiến độ giảm nhưng chưa nêu lý do",
        ),
        (
            settled("rejected", "the task has no due date to revise"),
            "Đã ghi nhận 0/1 nội dung; "
            "không ghi nhận: nhiệm vụ này không có thời hạn để điều chỉnh",
        ),
        (
            settled("held", "waits for the completion 7 that it names"),
            "Đã ghi nhận 0/1 nội dung; chờ nội dung liên quan: chờ báo cáo hoàn thành 7 được nêu",
        ),
    ],
    ids=["accepted", "marked", "rejected", "held"],
)
def test_a_receipt_in_sentences(stage: Stage, page: Page, receipt: Any, said: str) -> None:
    stage.receipt = receipt
    page.goto(stage.base + "/report?unit=vn.15")
    card = page.locator('.card[data-task="vn.15.t0001"]').first
    card.locator("[data-act=progress]").click()
    card.locator("[name=progress]").fill("62.5")
    card.locator("form button").first.click()
    told = card.locator("[data-receipt]")
    until(page, lambda: told.text_content() == said, said)
    update = stage.posted[0]["updates"][0]
    assert (update["kind"], update["progress"]) == ("progress", 0.625)


def test_without_a_network_a_report_waits_on_this_machine(stage: Stage, page: Page) -> None:
    stage.receipt = settled("accepted")
    page.goto(stage.base + "/report?unit=vn.15")
    page.context.set_offline(True)
    card = page.locator('.card[data-task="vn.15.t0001"]').first
    card.locator("[data-act=nil]").click()
    told = card.locator("[data-receipt]")
    until(page, lambda: "Đã lưu trên máy" in str(told.text_content()), "the report to be kept")
    assert stage.posted == []
    page.context.set_offline(False)
    until(page, lambda: len(stage.posted) == 1, "the report to go out")
    assert stage.posted[0]["updates"][0]["kind"] == "slot.nil"


def test_nothing_overflows_on_any_screen(stage: Stage, browser: Browser) -> None:
    wide = []
    for width, height in SIZES:
        page = browser.new_page(viewport={"width": width, "height": height})
        for path in PATHS:
            page.goto(stage.base + path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
        page.close()
    assert wide == []


def test_a_wall_does_not_scroll(stage: Stage, browser: Browser) -> None:
    for width, height in ((1920, 1080), (3840, 2160)):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(stage.base + "/boards/vn")
        assert page.evaluate("document.documentElement.scrollHeight") == height
        page.close()


@pytest.mark.parametrize("size", [(1920, 1080), (360, 800)], ids=["wall", "phone"])
def test_axe_finds_nothing(stage: Stage, browser: Browser, size: tuple[int, int]) -> None:
    found = []
    for path in PATHS:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(stage.base + path)
        page.evaluate(AXE)
        violations = page.evaluate("axe.run()")["violations"]
        found += [(path, each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        page.close()
    assert found == []
