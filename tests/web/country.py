"""A made-up country as board facts, for tests and for looking at pages without engines.

Deterministic; nation = sum of its provinces and central bodies. Names of units are the real ones of
the tile map, every number is invented.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from schema.figures import due, ratio, total
from schema.kpi import Headline, KpiState, Operational, Part, Sentence, Windows
from schema.measures import MEASURES
from schema.rolling import Lag, Pair, Rolling, Window
from schema.strategic import IndicatorNow, Strategic
from web.compose.facts import (
    BoardFacts,
    Bottleneck,
    Child,
    EarnedDay,
    Fan,
    FanDay,
    Notable,
    Place,
    PlannedDay,
    ProgrammeLine,
    Pulse,
    PulseBin,
    SCurve,
    UrgeLine,
    WaveDay,
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
LONG_TITLE = (
    "Rà soát, sửa đổi, bổ sung văn bản quy phạm pháp luật chuyên ngành bảo đảm cung cấp dịch vụ "
    "công trực tuyến toàn trình không phụ thuộc địa giới hành chính trên địa bàn các tỉnh, "
    "thành phố"
)
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


def children(rng: Random) -> tuple[Child, ...]:
    """34 provinces, the two special zones, and the group of central bodies."""
    made = [province(rng, code, name) for code, name in NAMES.items()]
    made.append(special_zone("vn.48.20333", "Đặc khu Hoàng Sa", "vn.48", None))
    made.append(special_zone("vn.56.22736", "Đặc khu Trường Sa", "vn.56", counts(rng, 0, 4)))
    central = place("tw", "Cơ quan Trung ương", "central_group")
    made.append(Child(place=central, state=state("tw", counts(rng, 18, 240)), overdue_24h_ago=17))
    return tuple(made)


def province(rng: Random, code: str, name: str) -> Child:
    """A province; three of them hold about 40 % of what is overdue, Lào Cai has none."""
    overdue = 0 if code == "vn.15" else LAGGING.get(code, rng.choice((0, 0, 1, 1, 1, 2, 2, 3)))
    silent = code == "vn.11"
    return Child(
        place=place(code, name),
        state=state(code, counts(rng, overdue, 34 if overdue > 9 else rng.randint(24, 40))),
        overdue_24h_ago=max(0, overdue - rng.choice((-1, 0, 0, 0, 1, 2))),
        silent=silent,
    )


def special_zone(code: str, name: str, of: str, values: dict[str, int] | None) -> Child:
    """An inset of the map."""
    known = state(code, values) if values else None
    unit = Place(code=code, kind="commune", name_vi=name, name_en="", short_vi=name[8:])
    return Child(place=unit, state=known, special_zone_of=of)


def urge() -> tuple[UrgeLine, ...]:
    """Six rows, one with a title of 180 characters, one secret."""
    titles = (
        LONG_TITLE,
        "Phủ sóng 5G cho 90% dân số",
        "Xây dựng cơ chế đột phá về quản lý dữ liệu quốc gia theo nguyên tắc đúng, đủ, sạch, sống",
        "Số hóa kết quả giải quyết thủ tục hành chính",
        "",
        "Triển khai hồ sơ sức khỏe điện tử",
    )
    leads = ("vn.38", "vn.75", "vn.91", "vn.40", "vn.79", "vn.56")
    return tuple(
        UrgeLine(
            task=f"{lead}.t{n:04d}",
            title=title,
            lead=place(lead, NAMES[lead]),
            due=TODAY - timedelta(days=40 - 5 * n),
            days_late=29 - 4 * n,
            silent_days=(31, 12, None, 4, 9, 2)[n],
            urged_at=NOW - timedelta(days=3) if n in (0, 2) else None,
            urge_answered=n == 2,
            secret=not title,
        )
        for n, (lead, title) in enumerate(zip(leads, titles, strict=True))
    )


def pulse(rng: Random) -> Pulse:
    """24 hours with a busy morning, an empty night and one gap."""
    start = NOW.replace(minute=5, second=0) - timedelta(minutes=5 * 287)
    bins = []
    for n in range(288):
        at = start + timedelta(minutes=5 * n)
        hour = (at.hour + 7) % 24
        base = 6 if hour < 6 or hour > 21 else 60 if hour in (8, 9, 10, 14, 15, 16) else 25
        gap = 96 <= n < 101
        bins.append(
            PulseBin(
                start=at,
                updates=None if gap else int(base * rng.uniform(0.6, 1.4)),
                low=base * 0.7,
                high=base * 1.3,
            )
        )
    return Pulse(bins=tuple(bins), to_screen_ms=310)


def wave(rng: Random) -> tuple[WaveDay, ...]:
    """30 days; nothing falls due at week-ends."""
    days = [TODAY + timedelta(days=n) for n in range(30)]
    return tuple(
        WaveDay(
            day=day,
            working=day.weekday() < 5,
            on_course=rng.randint(1, 14) if day.weekday() < 5 else rng.choice((0, 0, 1)),
            at_risk=day.day % 3 if day.weekday() < 5 else 0,
            behind=day.day % 2 if day.weekday() < 5 else 0,
            untold=1 if day.weekday() < 5 else 0,
        )
        for day in days
    )


def bottlenecks() -> tuple[Bottleneck, ...]:
    """Five obstacles; one ministry is asked by many."""
    science = place("tw.bkhcn", "Bộ Khoa học và Công nghệ", "central_body")
    finance = place("tw.btc", "Bộ Tài chính", "central_body")
    police = place("tw.bca", "Bộ Công an", "central_body")
    return tuple(
        Bottleneck(type=kind, asked_of=body, units_waiting=waiting, oldest_days=days)
        for kind, body, waiting, days in (
            ("legal", science, 18, 24),
            ("funding", finance, 11, 41),
            ("data", police, 7, 13),
            ("technology", science, 5, 9),
            ("procurement", finance, 2, 30),
        )
    )


def notable() -> tuple[Notable, ...]:
    """Two events."""
    at = NOW - timedelta(minutes=2)
    return (
        Notable(at=at, kind="overdue_completed", task="vn.56.t0004",
                unit=place("vn.56", "Khánh Hòa"),
                title="Hoàn thành giai đoạn 2 trung tâm giám sát, điều hành thông minh"),
        Notable(at=at, kind="deadline_passed", task="vn.40.t0012", unit=place("vn.40", "Nghệ An"),
                title="Xóa thôn, bản lõm sóng di động"),
    )  # fmt: skip


SCHEDULE = Operational(
    pv=8_000_000_000, ev=7_000_000_000, whole=10_000_000_000, es_num=875, es_den=5, at=187, pd=325,
    start=date(2026, 2, 25), finish=date(2027, 6, 15),
)  # fmt: skip
"""87.5 % of what is planned by now is done: 12 working days behind."""


def curve() -> SCurve:
    """A plan by weeks, 80 % of it before today; closes exist for the last 90 days."""
    whole, length = SCHEDULE.whole, (SCHEDULE.finish - SCHEDULE.start).days
    passed, first_close = (TODAY - SCHEDULE.start).days, TODAY - timedelta(days=90)

    def planned(n: int) -> int:
        early = SCHEDULE.pv * min(n, passed) // passed
        return early + (whole - SCHEDULE.pv) * max(n - passed, 0) // (length - passed)

    def earned(day: date) -> int | None:
        counted = (day - first_close).days
        return SCHEDULE.ev * counted // 90 if 0 <= counted < 90 else None

    days = {n: SCHEDULE.start + timedelta(days=n) for n in (*range(0, length, 7), length)}
    return SCurve(
        planned=tuple(PlannedDay(day, planned(n), earned(day)) for n, day in days.items()),
        earned=tuple(
            EarnedDay(day, earned(day) or 0)
            for day in (first_close + timedelta(days=n) for n in range(90))
        ),
        fan=fan(),
    )


def fan() -> Fan:
    """Of the 30 % left a tenth, a fifth and all by the end of the plan."""
    whole, length = SCHEDULE.whole, (SCHEDULE.finish - TODAY).days
    return Fan(
        days=tuple(
            FanDay(
                day=TODAY + timedelta(days=n),
                late=whole * n // (10 * length),
                middle=whole * n // (5 * length),
                early=3 * whole * n // (10 * length),
            )
            for n in (0, length // 2, length)
        ),
        tasks=580,
        untold=120,
    )


PROGRAMMES = ("nq57", "nq59", "nq66", "nq68", "nq70", "nq71", "nq72")
ROOT = Place(code="vn", kind="root", name_vi="Toàn quốc", name_en="Viet Nam", short_vi="Toàn quốc")


def indicator(code: str, name: str, value: int, pace: int | None = 3, **more: Any) -> IndicatorNow:
    """An indicator on its way from 26 to 90 percent, asked to be at 58 today."""
    given: dict[str, Any] = {
        "attainment": (value - 26, 32), "sign": "on_track", "band": "green", **more,
    }  # fmt: skip
    return IndicatorNow(
        code=code, name_vi=name, name_en=f"{code} in English", measure="%", kind="ratio",
        direction="up", value=(value, 1), occurred=TODAY - timedelta(days=9), baseline=(26, 1),
        baseline_on=TODAY - timedelta(days=60), target=(90, 1),
        target_on=TODAY + timedelta(days=60), asked=(58, 1),
        pace=None if pace is None else (pace, 1), **given,
    )  # fmt: skip


def strategic() -> Strategic:
    """Three of nine indicators judged, the furthest behind first."""
    return Strategic(
        day=TODAY,
        index=(87, 100),
        coverage=(3, 4),
        indicators=9,
        judged=3,
        furthest=(
            indicator("B04", "Giải ngân kinh phí", 20, sign="overdue", band="red", pace=None,
                      missed=True),
            indicator("C01", "Dân số được phủ sóng 5G", 42, sign="behind", band="red", p_hit=3_387,
                      p_hit_state=""),
            indicator("D01", "Dịch vụ công trực tuyến", 58, provisional=True, stale=True),
        ),
    )  # fmt: skip


def nation(seed: int = 57) -> BoardFacts:
    """The national board on an ordinary afternoon."""
    rng = Random(seed)
    below = children(rng)
    parts = [c.state.counts for c in below if c.state and not c.special_zone_of]
    whole = summed(parts)
    return BoardFacts(
        path=(ROOT,),
        programme="",
        state=msgspec.structs.replace(
            state("vn", whole), strategic=strategic(), operational=SCHEDULE
        ),
        children=below,
        programmes=tuple(
            ProgrammeLine(code=code, name_vi=f"NQ {code[2:]}", name_en=f"Res. {code[2:]}",
                          overdue=whole["overdue"] if code == "nq57" else n)
            for n, code in enumerate(PROGRAMMES)
        ),
        urge=urge(),
        pulse=pulse(rng),
        notable=notable(),
        notable_more=128,
        wave=wave(rng),
        overdue_today=whole["overdue"],
        bottlenecks=bottlenecks(),
        curve=curve(),
        server_time=NOW,
        sample=True,
    )  # fmt: skip


def empty() -> BoardFacts:
    """A country to which nothing was assigned yet."""
    blank = [
        Child(place=place(code, name), state=state(code, dict(NO_TASKS)))
        for code, name in NAMES.items()
    ]
    return BoardFacts(
        path=(ROOT,), programme="", state=state("vn", dict(NO_TASKS)), children=tuple(blank),
        programmes=(), urge=(), pulse=None, notable=(), notable_more=0, wave=(), overdue_today=0,
        bottlenecks=(), server_time=NOW, sample=False,
    )  # fmt: skip
