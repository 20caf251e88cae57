"""Records ⇄ bytes of the log ``reports``: one JSON object a message, with a version.

A message is a part of a report, or one of four that are no reports:
``{"v": 1, "clock": {"to": …}}``, ``{"v": 1, "catalogue": {"version": n}}``,
``{"v": 1, "evaluate": {"day": …, "tasks": […]}}``, ``{"v": 1, "canary": {"sent_at": …}}``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from schema.errors import BadMessage
from schema.fields import Instant, Subject, check_years
from schema.report import LogReport
from schema.text import text_fault

MAX_MESSAGE = 512 * 1024
"""Bytes a message of the log may have."""


class ClockTo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Time moves to this instant; folding it is the only thing that moves time."""

    to: Instant

    def __post_init__(self) -> None:
        check_years(self)


class CatalogueIs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A numbered catalogue version takes effect here."""

    version: Annotated[int, Meta(ge=1)]


class Evaluate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Forecasts of these tasks are evaluated for this day."""

    day: dt.date
    tasks: Annotated[list[Subject], Meta(max_length=100)]

    def __post_init__(self) -> None:
        check_years(self)


class CanarySent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tells nothing of the country: that it has come through shows that the line works."""

    sent_at: Instant

    def __post_init__(self) -> None:
        check_years(self)


Control = ClockTo | CatalogueIs | Evaluate | CanarySent
LogMessage = LogReport | Control


class _Control(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    v: Literal[1]
    clock: ClockTo | None = None
    catalogue: CatalogueIs | None = None
    evaluate: Evaluate | None = None
    canary: CanarySent | None = None


UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
"""What decoding raises for bytes that are no record; `where` tells them."""
MAX_REASON = 500
"""Characters of a reason: what was sent is quoted in it, and may be long."""

KINDS = tuple(name for name in _Control.__struct_fields__ if name != "v")
"""What a message that is no report may be."""
_PLACES = tuple(f"$.{name}" for name in KINDS)
_AT = re.compile(r"(.*) - at `(?:key` in `)?(\$[^`]*)`", re.DOTALL)
_REPORT = msgspec.json.Decoder(LogReport)
_CONTROL = msgspec.json.Decoder(_Control)
_ENCODER = msgspec.json.Encoder()


def encode(message: LogMessage) -> bytes:
    """The bytes of a message of the log."""
    match message:
        case ClockTo():
            return _ENCODER.encode(_Versioned(v=1, clock=message))
        case CatalogueIs():
            return _ENCODER.encode(_Versioned(v=1, catalogue=message))
        case Evaluate():
            return _ENCODER.encode(_Versioned(v=1, evaluate=message))
        case CanarySent():
            return _ENCODER.encode(_Versioned(v=1, canary=message))
        case _:
            return _ENCODER.encode(message)


class _Versioned(_Control, frozen=True, kw_only=True, omit_defaults=True):
    """A control message as written: `v` first, absent parts left out."""


def decode_log(raw: bytes | None) -> LogMessage:
    """The message in these bytes, fully checked.

    Raises BadMessage with the path and reason when they are no message of ours.
    """
    if raw is None:
        raise BadMessage("$", "expected a message, got none (a null value)")
    if len(raw) > MAX_MESSAGE:
        raise BadMessage("$", f"expected at most {MAX_MESSAGE} bytes, got {len(raw)}")
    fault = text_fault(raw)
    if fault is not None:
        raise BadMessage("$", fault)
    try:
        return _REPORT.decode(raw)
    except UNREADABLE as error:
        return _control(raw, where(error))


def _control(raw: bytes, no_report: tuple[str, str]) -> Control:
    """A message that is no report; `no_report` says why it is none."""
    try:
        found = _CONTROL.decode(raw)
    except UNREADABLE as error:
        path, reason = where(error)
        named = path.startswith(_PLACES)
        raise BadMessage(*((path, reason) if named else no_report)) from error
    given = [part for name in KINDS if (part := getattr(found, name)) is not None]
    if len(given) != 1:
        raise BadMessage("$", f"expected one of {', '.join(KINDS)}; got {len(given)}")
    control: Control = given[0]
    return control


def where(error: Exception) -> tuple[str, str]:
    """The JSON path and the reason in an error of decoding (one of `UNREADABLE`)."""
    if isinstance(error, RecursionError):
        return "$", "expected a report, got values nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "$", f"expected UTF-8, got the byte 0x{error.object[error.start]:02x} in a text"
    path, reason = "$", str(error)
    for _ in range(2):  # msgspec's own place, then one that a record gave (check_years)
        found = _AT.fullmatch(reason)
        if found:
            reason, path = found[1], path + found[2].removeprefix("$")
    return path, reason[:MAX_REASON]
