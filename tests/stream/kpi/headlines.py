"""Golden headlines: what is known, the rule it falls under, and its line in both languages.

Every rule of screens.md §3 with its edges.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from stream.kpi.facts import AtRisk, Held, Missing, Oldest, Spread

THREE = Held(units=("vn.01", "vn.02", "vn.03"), kind="province", overdue=43)
SPREAD = (
    Spread(kind="province", units=29, of=34),
    Spread(kind="central_body", units=14, of=47),
)
OLDEST = Oldest(due=date(2026, 10, 8), days_late=31, lead="tw.bct")


def owed(units: int, expected: int) -> Missing:
    """Each unit has one report to make."""
    return Missing(units=units, expected=expected, reports=units, reports_expected=expected)


GOLDEN: tuple[tuple[dict[str, Any], str, str, str], ...] = (
    (
        {"missing": owed(812, 3400)},
        "H1",
        "Chưa đủ căn cứ đánh giá — 812/3.400 đơn vị chưa báo cáo kỳ này",
        "Not enough reported to judge: 812 of 3,400 units are missing",
    ),
    (
        {"overdue": 104, "held": THREE},
        "H2",
        "104/1.287 nhiệm vụ quá hạn (14,8% số đã đến hạn) — 3 tỉnh chiếm 41%",
        "104 of 1,287 tasks are overdue (14.8% of those due): 3 provinces hold 41%",
    ),
    (
        {"overdue": 104, "held": Held(units=("tw.bct",), kind="central_body", overdue=104)},
        "H2",
        "104/1.287 nhiệm vụ quá hạn (14,8% số đã đến hạn) — 1 cơ quan Trung ương chiếm 100%",
        "104 of 1,287 tasks are overdue (14.8% of those due): 1 central body holds 100%",
    ),
    (
        {"overdue": 104, "held": Held(units=("tw.bct", "vn.15"), kind="", overdue=42)},
        "H2",
        "104/1.287 nhiệm vụ quá hạn (14,8% số đã đến hạn) — 2 đơn vị chiếm 40%",
        "104 of 1,287 tasks are overdue (14.8% of those due): 2 units hold 40%",
    ),
    (
        {"scope": "tw.bct", "overdue": 25, "due": 100, "total": 200,
         "held": Held(units=("tw.bct",), kind="central_body", overdue=25)},
        "H2",
        "25/200 nhiệm vụ quá hạn (25,0% số đã đến hạn)",
        "25 of 200 tasks are overdue (25.0% of those due)",
    ),
    (
        {"overdue": 104, "spread": SPREAD},
        "H3",
        "104/1.287 nhiệm vụ quá hạn — trải ở 29/34 tỉnh, thành phố và 14 cơ quan Trung ương",
        "104 of 1,287 tasks are overdue: spread over 29 of 34 provinces and 14 central bodies",
    ),
    (
        {"overdue": 30, "spread": (Spread(kind="province", units=1, of=1),)},
        "H3",
        "30/1.287 nhiệm vụ quá hạn — trải ở 1/1 tỉnh, thành phố",
        "30 of 1,287 tasks are overdue: spread over 1 of 1 provinces",
    ),
    (
        {"overdue": 30, "due": 60},
        "H3",
        "30/1.287 nhiệm vụ quá hạn (50,0% số đã đến hạn)",
        "30 of 1,287 tasks are overdue (50.0% of those due)",
    ),
    (
        {"scope": "vn.15", "overdue": 30,
         "spread": (Spread(kind="province", units=1, of=1),
                    Spread(kind="commune", units=20, of=99))},
        "H3",
        "30/1.287 nhiệm vụ quá hạn — trải ở cơ quan cấp tỉnh và 20/99 xã, phường, đặc khu",
        "30 of 1,287 tasks are overdue: spread over the province itself and 20 of 99 communes",
    ),
    (
        {"overdue": 4, "oldest": OLDEST},
        "H4",
        "4 nhiệm vụ quá hạn — lâu nhất 31 ngày, do Bộ Công Thương chủ trì",
        "4 tasks are overdue: the oldest 31 days, led by Industry and Trade",
    ),
    (
        {"overdue": 1, "oldest": Oldest(due=date(2026, 11, 19), days_late=1, lead="vn.15")},
        "H4",
        "1 nhiệm vụ quá hạn 1 ngày, do tỉnh Lào Cai chủ trì",
        "1 task is overdue by 1 day, led by tỉnh Lào Cai",
    ),
    (
        {"overdue": 2, "oldest": Oldest(due=date(2026, 11, 20), days_late=0, lead="vn.15")},
        "H4",
        "2 nhiệm vụ quá hạn — lâu nhất từ hạn 20/11/2026, do tỉnh Lào Cai chủ trì",
        "2 tasks are overdue: the oldest was due on 20/11/2026, led by tỉnh Lào Cai",
    ),
    (
        {"within_7": 37, "at_risk": AtRisk(total=12, within_7=9)},
        "H5",
        "Không có nhiệm vụ quá hạn — 9/37 nhiệm vụ đến hạn trong 7 ngày có nguy cơ chậm",
        "Nothing is overdue: 9 of 37 tasks due within 7 days are at risk",
    ),
    (
        {"at_risk": AtRisk(total=1, within_7=0)},
        "H5",
        "Không có nhiệm vụ quá hạn — 1 nhiệm vụ có nguy cơ chậm",
        "Nothing is overdue: 1 task is at risk",
    ),
    (
        {"next_due": date(2026, 11, 28)},
        "H6",
        "Mọi nhiệm vụ đã đến hạn đều hoàn thành — nhiệm vụ kế tiếp đến hạn 28/11/2026",
        "Everything due is done: next due date 28/11/2026",
    ),
    (
        {},
        "H6",
        "Mọi nhiệm vụ đã đến hạn đều hoàn thành",
        "Everything due is done",
    ),
    (
        {"awaiting": 3, "next_due": date(2026, 11, 28)},
        "H6",
        "Mọi nhiệm vụ đã đến hạn đều đã báo hoàn thành, 3 chờ xác nhận"
        " — nhiệm vụ kế tiếp đến hạn 28/11/2026",
        "Everything due is reported done, 3 awaiting verification: next due date 28/11/2026",
    ),
    (
        {"due": 3, "awaiting": 3},
        "H6",
        "Mọi nhiệm vụ đã đến hạn đều đã báo hoàn thành, 3 chờ xác nhận",
        "Everything due is reported done, 3 awaiting verification",
    ),
    (
        {"due": 0, "next_due": date(2026, 12, 15)},
        "H7",
        "Chưa có nhiệm vụ nào đến hạn — nhiệm vụ đầu tiên đến hạn 15/12/2026",
        "Nothing is due yet: first due date 15/12/2026",
    ),
    (
        {"due": 0},
        "H7",
        "Chưa có nhiệm vụ nào đến hạn",
        "Nothing is due yet",
    ),
    (
        {"total": 0, "due": 0},
        "H7",
        "Chưa có nhiệm vụ nào được giao",
        "No task has been assigned yet",
    ),
)  # fmt: skip
