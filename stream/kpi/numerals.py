"""Numbers as a sentence prints them, in Vietnamese and English; rounding is half up (Q29)."""

from __future__ import annotations

from datetime import date
from typing import Literal

Lang = Literal["vi", "en"]
_SWAP = str.maketrans(",.", ".,")


def whole(number: int, lang: Lang) -> str:
    """``1234567`` → ``1.234.567`` (vi), ``1,234,567`` (en)."""
    shown = f"{number:,}"
    return shown.translate(_SWAP) if lang == "vi" else shown


def share(part: int, of: int, unit: int) -> int:
    """part/of in 1/unit, rounded half up: ``share(104, 705, 1000)`` = 148; 0 of an empty whole."""
    return (2 * unit * part + of) // (2 * of) if of else 0


def permille(number: int, lang: Lang) -> str:
    """Thousandths as a percentage with one decimal: ``148`` → ``14,8%`` (vi), ``14.8%`` (en)."""
    return f"{number // 10}{',' if lang == 'vi' else '.'}{number % 10}%"


def day(when: date) -> str:
    """``28/11/2026``, in both languages."""
    return when.strftime("%d/%m/%Y")
