"""What a day close keeps of a scope beside its integers: the tiers that are no sums.

Scopes share shelves, so that a day is some dozens of rows and not ten thousand; a shelf is written
where anything on it differs from the close before. roll writes them, web reads them (`as_of`).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from schema.kpi import Operational
from schema.quality import Quality
from schema.rolling import Rolling
from schema.strategic import Attained, Strategic

SHELVES = 64
"""How many shelves scopes share; fixed, for a scope must be found on the shelf it was put on."""


class Tiers(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The tiers of one scope and programme; what is None was nothing, or not kept then."""

    operational: Operational | None = None
    strategic: Strategic | None = None
    """Without the courses of its indicators."""
    quality: Quality | None = None
    """Of scopes of units as a whole."""
    attained: tuple[Attained, ...] = ()
    """Every indicator asked of a unit's scope, by code: at day closes, of scopes as a whole."""
    rolling: Rolling | None = None
    """Of scopes as a whole, of the country by programme too (Q37)."""


_QUICK = 1
"""Level of compression: at a close ten thousand scopes wait for it."""
Shelf = dict[str, Tiers]
"""By ``scope@programme``; '' after the @ for all programmes."""
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Shelf)
_JSON = msgspec.json.Decoder(Tiers)


def shelf_of(scope: str) -> int:
    """The shelf a scope stands on."""
    return zlib.crc32(scope.encode()) % SHELVES


def label(scope: str, programme: str) -> str:
    """A scope's name on its shelf."""
    return f"{scope}@{programme}"


def pack(shelf: Mapping[str, Tiers | msgspec.Raw]) -> bytes:
    """A shelf as it is stored: JSON, whose integers have no end, as exact fractions need."""
    return zlib.compress(_ENCODER.encode(shelf), _QUICK)


def unpack(body: bytes) -> Shelf:
    """A shelf as it was stored."""
    return _DECODER.decode(zlib.decompress(body))


def encode(tiers: Tiers) -> bytes:
    """The tiers of one scope in JSON, beside a value of the history."""
    return msgspec.json.encode(tiers)


def decode(raw: bytes | str) -> Tiers:
    """Tiers from their JSON."""
    return _JSON.decode(raw)
