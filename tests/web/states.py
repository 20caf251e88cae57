"""Made-up units of the tile map and their published states, for tests of the web.

Names of units are the real ones, every number is invented.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec

from schema.figures import due, total
from schema.fraction import ratio
from schema.kpi import Headline, KpiState, Part, Sentence, Windows
from schema.measures import MEASURES
from schema.rolling import Lag, Pair, Rolling, Window
from web.compose.facts import (
    Place,
)
from web.formats import number, percent

NOW = datetime(2026, 11, 22, 7, 5, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NAMES = {
    "vn.01": "Thành phố Hà Nội", "vn.04": "Tỉnh Cao Bằng", "vn.08": "Tỉnh Tuyên Quang",
    "vn.11": "Tỉnh Điện Biên", "vn.12": "Tỉnh Lai Châu", "vn.14": "Tỉnh Sơn La",
    "vn.15": "Tỉnh Lào Cai", "vn.19": "Tỉnh Thái Nguyên", "vn.20": "Tỉnh Lạng Sơn",
    "vn.22": "Tỉnh Quảng Ninh", "vn.24": "Tỉnh Bắc Ninh", "vn.25": "Tỉnh Phú Thọ",
    "vn.31": "Thành phố Hải Phòng", "vn.33": "Tỉnh Hưng Yên", "vn.37": "Tỉnh Ninh Bình",
    "vn.38": "Tỉnh Thanh Hóa", "vn.40": "Tỉnh Nghệ An", "vn.42": "Tỉnh Hà Tĩnh",
    "vn.44": "Tỉnh Quảng Trị", "vn.46": "Thành phố Huế", "vn.48": "Thành phố Đà Nẵng",
    "vn.51": "Tỉnh Quảng Ngãi", "vn.52": "Tỉnh Gia Lai", "vn.56": "Tỉnh Khánh Hòa",
    "vn.66": "Tỉnh Đắk Lắk", "vn.68": "Tỉnh Lâm Đồng", "vn.75": "Tỉnh Đồng Nai",
    "vn.79": "Thành phố Hồ Chí Minh", "vn.80": "Tỉnh Tây Ninh", "vn.82": "Tỉnh Đồng Tháp",
    "vn.86": "Tỉnh Vĩnh Long", "vn.91": "Tỉnh An Giang", "vn.92": "Thành phố Cần Thơ",
    "vn.96": "Tỉnh Cà Mau",
}  # fmt: skip
SHORT = {"vn.79": "TP.HCM"}
LAGGING = {"vn.38": 17, "vn.75": 14, "vn.91": 12}
NO_TASKS = dict.fromkeys(MEASURES, 0)


def place(code: str, name: str, kind: str = "province") -> Place:
    """A unit with its short name."""
    short = SHORT.get(code, name.removeprefix("Tỉnh ").removeprefix("Thành phố "))
    return Place(  # kinds are checked by the records under test
        code=code,
        kind=kind,  # type: ignore[arg-type]
        name_vi=name,
        name_en="",
        short_vi=short,
        sort_key=short,
    )


def counts(rng: Random, overdue: int, size: int) -> dict[str, int]:
    """Measures of one unit with `size` tasks, `overdue` of them overdue."""
    made = dict(NO_TASKS)
    for state, share in (
        ("done_on_time", 0.42),
        ("done_late", 0.05),
        ("awaiting", 0.02),
        ("due_soon", 0.06),
        ("not_started", 0.05),
        ("recurring", 0.138),
    ):
        made[state] = int(size * share + rng.random())
    made["overdue"] = overdue
    made["in_time"] = max(0, size - sum(made[state] for state in PARTS) - overdue + overdue)
    made |= {"done_on_time_0": made["done_on_time"], "done_late_0": made["done_late"]}
    made |= {"overdue_0": overdue, "days_late": overdue * 9}
    made |= {"weight": size * 1000, "weight_overdue": overdue * 1000}
    made |= {"weight_reported": size * 900, "weight_progress": size * 900 * 6100}
    made |= {"tasks_reported": size, "tasks_counted": size, "weight_due": due(made) * 1000}
    return made


PARTS = ("done_on_time", "done_late", "awaiting", "due_soon", "not_started", "recurring", "overdue")


def summed(parts: list[dict[str, int]]) -> dict[str, int]:
    """Parent = sum of children."""
    return {name: sum(part[name] for part in parts) for name in MEASURES}


def state(scope: str, values: dict[str, int], programme: str = "") -> KpiState:
    """A published state of these counts."""
    return KpiState(
        scope=scope,
        programme=programme,
        kpi_version=4211,
        as_of=NOW - timedelta(milliseconds=400),
        clock=NOW,
        positions={0: 12, 1: 40},
        counts=values,
        headline=headline(values),
        week_ago=values | {"done_on_time": max(0, values["done_on_time"] - 6)},
        rolling=rolling(scope, programme),
        windows=Windows(
            updates_today=9842,
            automatic_today=9251,
            units_today=2914,
            units=3400,
            lag_s_today=3_600_000,
        ),
        next_due=TODAY + timedelta(days=6),
    )


def rolling(scope: str, programme: str) -> Rolling:
    """Windows in which 2,914 of 3,400 units reported today, most within ten minutes."""
    tasks = Window(
        completions=31,
        on_time=27,
        raised=5,
        answered=4,
        verified_lag=Lag(31, 86_400, 172_800),
        answered_lag=Lag(4, 7_776_000, None),
    )
    if programme or not scope.startswith(("vn", "tw")):
        of_tasks = Pair(tasks, Window(completions=12))
        return Rolling(today=of_tasks, d7=of_tasks, d30=of_tasks, d90=of_tasks)
    now = msgspec.structs.replace(
        tasks,
        channels=(9_252, 500, 80, 10),
        reports=3_100,
        units=2_914,
        communes=2_850,
        received_lag=Lag(9_000, 300, 600),
    )
    pair = Pair(now, Window(completions=12, on_time=12, reports=9, units=8, communes=7))
    return Rolling(today=pair, d7=pair, d30=pair, d90=pair, units=3_400, communes=3_321)


def headline(values: dict[str, int]) -> Headline:
    """A sentence of the shape roll writes (rule H2), or that of an empty country."""
    if total(values) == 0:
        empty = Sentence(line=(Part(text="Chưa có nhiệm vụ nào được giao"),))
        return Headline(rule="H7", vi=empty, en=Sentence(line=(Part(text="No task assigned yet"),)))
    return Headline(
        rule="H2",
        vi=sentence(values, "vi", "nhiệm vụ quá hạn", "số đã đến hạn", "3 tỉnh chiếm"),
        en=sentence(values, "en", "tasks are overdue", "of those due", "3 provinces hold"),
        numbers={"few": 3, "few_percent": 41, "change_7d": 12, "due_7d": 37, "waiting": 18},
    )


def sentence(values: dict[str, int], lang: str, overdue: str, of_due: str, hold: str) -> Sentence:
    """Line and clauses with their figures."""
    rate = ratio(values["overdue"], due(values))
    number_of, rest = hold.split(" ", 1)
    return Sentence(
        line=(
            Part(text=number(values["overdue"], lang), href="/units/vn?state=overdue",
                 figure="planning/states/overdue"),
            Part(text="/"),
            Part(text=number(total(values), lang), href="/units/vn", figure="planning/total"),
            Part(text=f" {overdue} ("),
            Part(text=percent(rate, lang), href="/method", figure="planning/overdue_rate"),
            Part(text=f" {of_due}) — "),
            Part(text=number_of, href="#map", figure="headline/few"),
            Part(text=f" {rest} "),
            Part(text=percent(0.413, lang, 0), href="#map", figure="headline/few_percent"),
        ),
        clauses=(
            (Part(text="tăng "), Part(text="12", figure="headline/change_7d"),
             Part(text=" so với 7 ngày trước")),
            (Part(text="37", figure="headline/due_7d"),
             Part(text=" nhiệm vụ đến hạn trong 7 ngày")),
            (Part(text="18", figure="headline/waiting"),
             Part(text=" đơn vị đang chờ Bộ Khoa học và Công nghệ trả lời")),
        ),
    )  # fmt: skip
