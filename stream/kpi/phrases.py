"""The words of the headline, in both languages: `{name}` is the place of a number or a name.

Official, short, without blame (screens.md §3, §6). `headline` decides which phrase holds.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """One phrase in both languages."""

    vi: str
    en: str


NOTHING = Phrase("Chưa có nhiệm vụ nào được giao", "No task has been assigned yet")

MISSING = Phrase(
    "Chưa đủ căn cứ đánh giá — {missing}/{expected} đơn vị chưa báo cáo kỳ này",
    "Not enough reported to judge: {missing} of {expected} units are missing",
)

_OVERDUE = Phrase("{overdue}/{total} nhiệm vụ quá hạn", "{overdue} of {total} tasks are overdue")
_RATE = Phrase(" ({overdue_rate} số đã đến hạn)", " ({overdue_rate} of those due)")
OWN = Phrase(_OVERDUE.vi + _RATE.vi, _OVERDUE.en + _RATE.en)
"""The scope itself holds all of it: there is nobody else to name."""
FEW = Phrase(
    OWN.vi + " — {holders} {holder_kind} chiếm {held_share}",
    OWN.en + ": {holders} {holder_kind} {hold} {held_share}",
)
SPREAD = Phrase(_OVERDUE.vi + " — trải ở ", _OVERDUE.en + ": spread over ")
SPREAD_OVER = {
    "province": Phrase(
        "{provinces}/{provinces_of} tỉnh, thành phố", "{provinces} of {provinces_of} provinces"
    ),
    "central_body": Phrase("{bodies} cơ quan Trung ương", "{bodies} {bodies_kind}"),
    "commune": Phrase(
        "{communes}/{communes_of} xã, phường, đặc khu", "{communes} of {communes_of} communes"
    ),
    "": Phrase("{others} đơn vị khác", "{others} {others_kind}"),
    "itself": Phrase("cơ quan cấp tỉnh", "the province itself"),
}
"""By kind of unit; itself: the one province a scope is, beside its communes."""
AND = Phrase(" và ", " and ")

OLDEST_OF = Phrase(
    "{overdue} nhiệm vụ quá hạn — lâu nhất {oldest_days} ngày, do {oldest_lead} chủ trì",
    "{overdue} tasks are overdue: the oldest {oldest_days} {days}, led by {oldest_lead}",
)
OLDEST_ONE = Phrase(
    "{overdue} nhiệm vụ quá hạn {oldest_days} ngày, do {oldest_lead} chủ trì",
    "{overdue} task is overdue by {oldest_days} {days}, led by {oldest_lead}",
)
OLDEST_NEW = Phrase(
    "{overdue} nhiệm vụ quá hạn — lâu nhất từ hạn {oldest_due}, do {oldest_lead} chủ trì",
    "{overdue} {tasks_are} overdue: the oldest was due on {oldest_due}, led by {oldest_lead}",
)
"""Overdue since a day off: no working day has passed yet (Q27)."""

AT_RISK = Phrase(
    "Không có nhiệm vụ quá hạn — {at_risk_7}/{within_7} nhiệm vụ đến hạn trong 7 ngày"
    " có nguy cơ chậm",
    "Nothing is overdue: {at_risk_7} of {within_7} tasks due within 7 days are at risk",
)
AT_RISK_LATER = Phrase(
    "Không có nhiệm vụ quá hạn — {at_risk} nhiệm vụ có nguy cơ chậm",
    "Nothing is overdue: {at_risk} {tasks_at_risk} at risk",
)
"""Nothing falls due within 7 days, or nothing of that is at risk."""

ALL_DONE = Phrase("Mọi nhiệm vụ đã đến hạn đều hoàn thành", "Everything due is done")
ALL_CLAIMED = Phrase(
    "Mọi nhiệm vụ đã đến hạn đều đã báo hoàn thành, {awaiting} chờ xác nhận",
    "Everything due is reported done, {awaiting} awaiting verification",
)
NEXT = Phrase(" — nhiệm vụ kế tiếp đến hạn {next_due}", ": next due date {next_due}")
NOT_DUE = Phrase("Chưa có nhiệm vụ nào đến hạn", "Nothing is due yet")
FIRST = Phrase(" — nhiệm vụ đầu tiên đến hạn {next_due}", ": first due date {next_due}")

MORE = Phrase("tăng {week_change} so với 7 ngày trước", "up {week_change} in 7 days")
FEWER = Phrase("giảm {week_change} so với 7 ngày trước", "down {week_change} in 7 days")
SAME = Phrase("không đổi trong 7 ngày", "unchanged in 7 days")
FEWER_OVERDUE = Phrase(
    "giảm {week_change} nhiệm vụ quá hạn so với 7 ngày trước",
    "{week_change} fewer overdue in 7 days",
)
"""Where the sentence names no overdue number the clause must."""
WAVE = Phrase("{within_7} nhiệm vụ đến hạn trong 7 ngày", "{within_7} {tasks_due} within 7 days")
WAVE_AT_RISK = Phrase(WAVE.vi + ", {at_risk_7} có nguy cơ", WAVE.en + ", {at_risk_7} at risk")
WAITING = Phrase(
    "{waiting} đơn vị đang chờ {waiting_for} trả lời",
    "{waiting} {units_are} waiting for an answer from {waiting_for}",
)
WAITING_SINCE = Phrase(
    WAITING.vi + ", lâu nhất {waiting_days} ngày",
    WAITING.en + ", the longest {waiting_days} {waiting_days_word}",
)

KINDS = {
    "province": (Phrase("tỉnh", "province"), Phrase("tỉnh", "provinces")),
    "central_body": (
        Phrase("cơ quan Trung ương", "central body"),
        Phrase("cơ quan Trung ương", "central bodies"),
    ),
    "commune": (Phrase("xã, phường", "commune"), Phrase("xã, phường", "communes")),
    "": (Phrase("đơn vị", "unit"), Phrase("đơn vị", "units")),
}
"""A kind of unit: one of it, several of it; "" for mixed kinds."""
