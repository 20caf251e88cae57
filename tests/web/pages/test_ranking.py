"""The public table in three forms."""

import csv
import io
import json

from schema import kpi
from tests.web.country import NO_TASKS, state
from tests.web.pages_rig import Rows, client
from web.pages.ranking import safe


def rows() -> Rows:
    """Lào Cai all on time, Hà Nội 8 of 10, Huế too few."""
    counts = {
        "vn.15": NO_TASKS | {"done_on_time": 10},
        "vn.01": NO_TASKS | {"done_on_time": 8, "overdue": 2},
        "vn.46": NO_TASKS | {"done_on_time": 2},
    }
    return [(kpi.encode(state(code, values)),) for code, values in counts.items()]


def test_the_provinces_come_first() -> None:
    text = client({"states": rows()}).get("/ranking").text
    assert "Tỉnh, thành phố" in text
    assert text.index("Tỉnh Lào Cai") < text.index("Thành phố Hà Nội") < text.index("Thành phố Huế")
    assert "có tên, không xếp hạng" in text


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
