"""Numbers, dates and times as people in Việt Nam read them. Pure; no locale database at run time.

Vietnamese `1.234.567,8` and `45,7%`; English `1,234,567.8` and `45.7%`. Dates are dd/MM/yyyy and
clocks run on Asia/Ho_Chi_Minh in both languages. Rounding is half up, once, here (clarification
Q29): figures travel unrounded.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from schema.clock import TZ, local_day

NONE = "—"  # no data yet
WITHHELD = "*"  # not public
MINUS = "\N{MINUS SIGN}"
SWAP = str.maketrans(",.", ".,")


def number(value: int | float | Decimal | Fraction | None, lang: str, digits: int = 0) -> str:
    """`1234567.84` with one digit → `1.234.567,8` (vi), `1,234,567.8` (en); None → —."""
    if value is None:
        return NONE
    shown = format(rounded(value, digits), f",.{digits}f")
    shown = shown.replace("-", MINUS)
    return shown.translate(SWAP) if lang == "vi" else shown


@lru_cache(4096)  # a board prints the same hundred numbers ten times a second
def rounded(value: int | float | Decimal | Fraction, digits: int) -> Decimal:
    """Half up, away from zero at the half; -0 becomes 0."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**digits
    whole = int(scaled + Fraction(1, 2))
    shown = Decimal(whole).scaleb(-digits)
    return (
        -shown if exact < 0 and whole else shown.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    )


@lru_cache(4096)
def percent(share: float | None, lang: str, digits: int = 1) -> str:
    """A fraction of 1 as a percentage: `0.457` → `45,7%`; None → —."""
    if share is None:
        return NONE
    return number(Fraction(str(share)) * 100, lang, digits) + "%"


def signed(value: int | float | None, lang: str, digits: int = 0) -> str:
    """`+3`, `−2`, `0`; None → —."""
    shown = number(value, lang, digits)
    return f"+{shown}" if value is not None and value > 0 else shown


def day(when: date | datetime | None) -> str:
    """`22/11/2026`; an instant gives its day in Việt Nam."""
    if when is None:
        return NONE
    local = local_day(when) if isinstance(when, datetime) else when
    return local.strftime("%d/%m/%Y")


def clock(when: datetime | None, seconds: bool = False) -> str:
    """`14:05` or `14:05:12` in Việt Nam."""
    return (
        NONE if when is None else when.astimezone(TZ).strftime("%H:%M:%S" if seconds else "%H:%M")
    )


def moment(when: datetime | None) -> str:
    """`14:05 22/11/2026`: the time first, as people here write it."""
    return NONE if when is None else f"{clock(when)} {day(when)}"


def lasted(span: timedelta | None, lang: str) -> str:
    """A lag in its largest fitting unit: `0,4 s`, `6 phút`, `3 giờ`, `12 ngày`."""
    if span is None:
        return NONE
    seconds = span.total_seconds()
    for limit, size, digits, vi, en in SPANS:
        if seconds < limit:
            return f"{number(seconds / size, lang, digits)} {vi if lang == 'vi' else en}"
    raise AssertionError("the last span has no limit")


SPANS = (
    (10.0, 1, 1, "giây", "s"),
    (90.0, 1, 0, "giây", "s"),
    (5400.0, 60, 0, "phút", "min"),
    (129600.0, 3600, 0, "giờ", "h"),
    (float("inf"), 86400, 0, "ngày", "days"),
)
