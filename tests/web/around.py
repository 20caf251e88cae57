"""What stands around the figures of a made-up country: whom to urge, the pulse, waves, curves."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schema.kpi import Operational
from tests.web.states import NAMES, NOW, TODAY, place
from web.compose.facts import (
    Bottleneck,
    EarnedDay,
    Fan,
    FanDay,
    Notable,
    PlannedDay,
    Pulse,
    PulseBin,
    SCurve,
    UrgeLine,
    WaveDay,
)

LONG_TITLE = (
    "Rà soát, sửa đổi, bổ sung văn bản quy phạm pháp luật chuyên ngành bảo đảm cung cấp dịch vụ "
    "công trực tuyến toàn trình không phụ thuộc địa giới hành chính trên địa bàn các tỉnh, "
    "thành phố"
)


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
