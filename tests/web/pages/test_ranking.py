"""The public table in three forms."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest

from schema import kpi
from schema.ranking import seal_of
from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import Rows, client
from tests.web.states import NO_TASKS, NOW, state
from web.pages.ranking import day_of
from web.pages.sheet import safe


def rows() -> Rows:
    """Lào Cai all on time, Hà Nội 8 of 10, Huế too few."""
    counts = {
        "vn.15": NO_TASKS | {"done_on_time": 10},
        "vn.01": NO_TASKS | {"done_on_time": 8, "overdue": 2},
        "vn.46": NO_TASKS | {"done_on_time": 2},
    }
    return [(kpi.encode(state(code, values)),) for code, values in counts.items()]


DAY = date(2026, 11, 21)


def sealed_rows() -> list[dict[str, Any]]:
    """Of a sealed table: one ranked, one listed."""
    parts = {"on_time": 0.9, "spi_t": None, "dq": None, "lateness": 1.0}
    row = {
        "unit": "vn.15", "band": 20, "volume": 33, "rank": 1, "score": 0.9231, "reason": None,
        "on_time": 9, "due": 10, "on_time_rate": 0.9, "league_mean": 0.9, "present": 0.65,
        "parts": parts, "score_low": 0.85, "score_high": 0.98, "rank_low": 1, "rank_high": 3,
    }  # fmt: skip
    none = dict.fromkeys(("score", "rank", "score_low", "score_high", "rank_low", "rank_high"))
    return [row, {**row, **none, "unit": "vn.01", "reason": "few_due", "due": 2, "on_time": 1}]


def sealed() -> Rows:
    """The answer of the database about it."""
    kept = sealed_rows()
    return [(DAY, 1, kept, seal_of("provinces", DAY, 1, kept), NOW)]


def test_the_provinces_come_first() -> None:
    text = client({"states": rows()}).get("/ranking").text
    assert "Tỉnh, thành phố" in text
    assert text.index("Tỉnh Lào Cai") < text.index("Thành phố Hà Nội") < text.index("Thành phố Huế")
    assert "Có tên, không xếp hạng" in text and "Dưới 5 nhiệm vụ đã đến hạn" in text


def test_the_twin() -> None:
    twin = client({"states": rows()}).get("/ranking.json").json()
    assert (twin["league"], twin["minimum"], twin["provisional"]) == ("provinces", 5, True)
    first = twin["rows"][0]
    assert (first["unit"], first["rank"], first["on_time_rate"]) == ("vn.15", 1, 1.0)
    assert twin["rows"][2]["rank"] is None


def test_csv_for_machines_and_for_spreadsheets() -> None:
    plain = client({"states": rows()}).get("/ranking.csv")
    table = list(csv.DictReader(io.StringIO(plain.text)))
    assert (table[1]["unit"], table[1]["on_time_rate"]) == ("vn.01", "0.8")
    excel = client({"states": rows()}).get("/ranking.csv?excel=1")
    assert excel.content.startswith(b"\xef\xbb\xbfrank;unit;")
    assert "ranking-provinces.csv" in excel.headers["content-disposition"]


def test_communes_are_ranked_within_their_province() -> None:
    twin = client().get("/ranking.json?league=communes.vn.15").json()
    assert [row["unit"] for row in twin["rows"]] == ["vn.15.00001"]


def test_an_unknown_league_is_the_first() -> None:
    assert client().get("/ranking.json?league=x").json()["league"] == "provinces"


def test_no_cell_is_a_formula() -> None:
    assert [safe(cell) for cell in ("=1+1", "@x", "-1", "Huế", 7, None)] == [
        "'=1+1", "'@x", "'-1", "Huế", 7, None]  # fmt: skip


def test_every_rank_is_a_figure_of_the_twin() -> None:
    text = client({"states": rows()}).get("/ranking").text
    assert 'data-figure="rows/0/rank"' in text
    assert json.dumps(1.0) in text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("address", ["", "&sealed=1", "&unit=vn.15"])
def test_no_digit_stands_without_its_papers(lang: str, address: str) -> None:
    gains: Rows = [("vn.15.t1", "Số hóa 100%", "none", DAY, "due_soon", 0.0215)]
    volumes: Rows = [("vn.15", 90), ("vn.01", 20)]
    answers = {
        "states": rows(), "ranking_sealed": sealed(), "ranking_lifts": gains,
        "ranking_volumes": volumes,
    }  # fmt: skip
    answer = client(answers).get(f"/ranking?lang={lang}{address}")
    assert answer.status_code == 200
    assert bare_digits(answer.text) == []


def test_a_provisional_table_says_so_and_names_the_newest_seal() -> None:
    page = client({"states": rows(), "ranking_sealed": sealed()})
    text = page.get("/ranking").text
    assert "Xếp tạm tính" in text and "21/11/2026" in text
    assert seal_of("provinces", DAY, 1, sealed_rows()) in text
    twin = page.get("/ranking.json").json()
    assert twin["provisional"] and twin["seal"]["day"] == "2026-11-21"
    assert "rows" not in twin["seal"] and twin["rows"][0]["sealed"] == 1


def test_the_hash_of_a_sealed_table_can_be_made_again_from_its_twin() -> None:
    twin = client({"ranking_sealed": sealed()}).get("/ranking.json?sealed=1").json()
    seal = twin["seal"]
    day = date.fromisoformat(seal["day"])
    assert not twin["provisional"]
    assert seal["hash"] == seal_of(seal["league"], day, seal["method"], seal["rows"])
    assert datetime.fromisoformat(twin["as_of"]).isoformat() == "2026-11-21T17:00:00+00:00"


def test_a_sealed_table_has_intervals_and_reasons() -> None:
    text = client({"ranking_sealed": sealed()}).get("/ranking?day=2026-11-21").text
    assert "Đã chốt: trạng thái lúc 24:00 ngày 21/11/2026" in text
    assert 'data-figure="rows/0/rank_high"' in text and "85,00" in text
    assert "Từ 20 đến 79 nhiệm vụ" in text
    assert "Dưới 5 nhiệm vụ đã đến hạn" in text


@pytest.mark.parametrize("address", ["/ranking", "/ranking.json", "/ranking.csv"])
@pytest.mark.parametrize("asked", ["?sealed=1", "?day=2020-01-01", "?day=x"])
def test_a_day_without_a_seal_is_not_there(address: str, asked: str) -> None:
    assert client().get(address + asked).status_code == 404


def test_what_would_lift_a_unit() -> None:
    gains: Rows = [("vn.15.t1", "Số hóa", "none", DAY, "due_soon", 0.0215)]
    page = client({"states": rows(), "ranking_lifts": gains})
    text = page.get("/ranking?unit=vn.15").text
    assert "+2,15" in text and 'href="/tasks/vn.15.t1"' in text
    assert page.get("/ranking.json?unit=vn.15").json()["lifts"][0]["gain"] == 0.0215
    assert "lifts" not in page.get("/ranking.json?unit=tw.btc").json()


def test_communes_are_reached_from_their_province() -> None:
    text = client({"states": rows()}).get("/ranking").text
    assert 'href="/ranking?league=communes.vn.15"' in text


def test_days_of_an_address() -> None:
    assert (day_of("2026-11-21"), day_of("21/11"), day_of("")) == (DAY, None, None)
