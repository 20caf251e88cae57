"""What units are called inside a sentence."""

from __future__ import annotations

from collections.abc import Callable

from schema.unit import Unit

_COMMON = ("Tỉnh ", "Thành phố ", "Xã ", "Phường ", "Đặc khu ")


class UnitNames:
    """Names of a catalogue's units; a code nobody knows stands for itself."""

    def __init__(self, unit: Callable[[str], Unit | None]) -> None:
        self._unit = unit

    def vi(self, code: str) -> str:
        """``tỉnh Lào Cai`` within a sentence: the common noun of a place is not capitalised."""
        unit = self._unit(code)
        if unit is None:
            return code
        name = unit.name_vi
        return name[0].lower() + name[1:] if name.startswith(_COMMON) else name

    def en(self, code: str) -> str:
        """The English name, the Vietnamese one where none is known."""
        unit = self._unit(code)
        return (unit.name_en or unit.name_vi) if unit else code
