"""Rolling windows of a KPI state as figures: the twin's `windows` (domain 7, Q80–84).

`today` is the local day so far, `d7`, `d30` and `d90` end with it; each has the window of the same
length just before under `before`, today the whole of yesterday. Reports, reporting units, channels
and the lag of receiving exist for scopes of units without a programme (Q37).
"""

from __future__ import annotations

from typing import Any

from schema.flows import CHANNELS
from schema.kpi import KpiState, Windows
from schema.rolling import EMPTY, Lag, Pair, Rolling, Window

Twin = dict[str, Any]
NAMES = ("today", "d7", "d30", "d90")


def windows(state: KpiState) -> Twin:
    """The four windows; today's has the arrivals of the pulse beside it."""
    rolling = state.rolling
    if rolling is None:
        unknown = _window(None, EMPTY)
        twin = {name: {**unknown, "before": unknown} for name in NAMES}
    else:
        twin = {name: _pair(getattr(rolling, name), rolling) for name in NAMES}
    today = arrivals(state.windows)
    return {**twin, "today": (today if counted(state) else _unknown(today, ())) | twin["today"]}


def counted(state: KpiState) -> bool:
    """Whether arrivals are counted of a scope: facts count to units, and to today alone (Q37)."""
    units = state.rolling.units if state.rolling else None
    return units is not None and (state.windows.units > 0 or units == 0)


def arrivals(today: Windows) -> Twin:
    """What arrived today, whatever was thought of it: the figures of the pulse."""
    twin: Twin = {
        "updates": today.updates_today,
        "automatic": today.automatic_today,
        "reporting_units": today.units_today,
        "units": today.units,
    }
    _put(twin, "automatic_rate", today.automatic_today, today.updates_today)
    _put(twin, "lag_mean_s", today.lag_s_today, today.updates_today)
    return twin


def _pair(pair: Pair, rolling: Rolling) -> Twin:
    return _window(pair.now, rolling) | {"before": _window(pair.before, rolling)}


def _window(window: Window | None, rolling: Rolling) -> Twin:
    if window is None:
        return _unknown(_window(Window(), rolling))
    twin: Twin = {
        "completions": window.completions,
        "completions_on_time": window.on_time,
        "difficulties_raised": window.raised,
        "difficulties_answered": window.answered,
        "lag_verified": _lag(window.verified_lag),
        "lag_answered": _lag(window.answered_lag),
    }
    _put(twin, "completions_on_time_rate", window.on_time, window.completions)
    return twin if rolling.units is None else twin | _facts(window, rolling)


def _facts(window: Window, rolling: Rolling) -> Twin:
    twin: Twin = {
        "reports": window.reports,
        "reporting_units": window.units,
        "units": rolling.units,
        "communes_reporting": window.communes,
        "communes": rolling.communes,
        "updates_in_force": sum(window.channels),
        "channels": _channels(window.channels),
        "lag_received": _lag(window.received_lag),
    }
    _put(twin, "reporting_rate", window.units, rolling.units or 0)
    _put(twin, "communes_rate", window.communes, rolling.communes or 0)
    return twin


def _channels(numbers: tuple[int, ...]) -> Twin:
    """Updates in force by channel, and the share of each in all of them."""
    whole = sum(numbers)
    twin: Twin = dict(zip(CHANNELS, numbers, strict=True))
    for channel, number in zip(CHANNELS, numbers, strict=True):
        _put(twin, f"{channel}_rate", number, whole)
    return twin


def _lag(lag: Lag | None) -> Twin:
    """Between which edges the median lies, seconds; the last bin has no upper one (Q84)."""
    if lag is None:
        null = {"from_s": None, "from_s_state": "no_data", "to_s": None, "to_s_state": "no_data"}
        return {"n": 0, **null}
    twin: Twin = {"n": lag.n, "from_s": lag.low_s, "to_s": lag.high_s}
    if lag.high_s is None:
        twin["to_s_state"] = "no_data"
    return twin


def _put(twin: Twin, name: str, num: int, den: int) -> None:
    twin[name] = num / den if den else None
    if not den:
        twin[f"{name}_state"] = "no_data"


def _unknown(counted: Twin, known: tuple[str, ...] = ("units", "communes")) -> Twin:
    """The same figures where nothing is known: null is not zero; what may report stays."""
    twin: Twin = {}
    for name, value in counted.items():
        if isinstance(value, dict):
            twin[name] = _unknown(value, known)
        elif name in known or name.endswith("_state"):
            twin[name] = value
        else:
            twin |= {name: None, f"{name}_state": "no_data"}
    return twin
