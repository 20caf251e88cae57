"""Records ⇄ bytes of the log ``reports``: one JSON object a message, with a version.

A message is a part of a report, or one of three that are no reports:
``{"v": 1, "clock": {"to": …}}``, ``{"v": 1, "catalogue": {"version": n}}``,
``{"v": 1, "evaluate": {"day": …, "tasks": […]}}``.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from schema.errors import BadMessage
from schema.fields import Instant, Subject
from schema.report import LogReport
from schema.text import text_fault

MAX_MESSAGE = 512 * 1024
"""Bytes a message of the log may have."""


class ClockTo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Time moves to this instant; folding it is the only thing that moves time."""

    to: Instant


class CatalogueIs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A numbered catalogue version takes effect here."""

    version: Annotated[int, Meta(ge=1)]


class Evaluate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Forecasts of these tasks are evaluated for this day."""

    day: dt.date
    tasks: Annotated[list[Subject], Meta(max_length=100)]


Control = ClockTo | CatalogueIs | Evaluate
LogMessage = LogReport | Control


class _Control(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    v: Literal[1]
    clock: ClockTo | None = None
    catalogue: CatalogueIs | None = None
    evaluate: Evaluate | None = None


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
    except (msgspec.DecodeError, RecursionError) as error:
        control = _control(raw)
        if control is None:
            raise BadMessage(*where(error)) from error
        return control


def _control(raw: bytes) -> Control | None:
    try:
        found = _CONTROL.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    parts = [part for part in (found.clock, found.catalogue, found.evaluate) if part is not None]
    return parts[0] if len(parts) == 1 else None


def where(error: Exception) -> tuple[str, str]:
    """The JSON path and the reason in a decoding error of msgspec."""
    reason, mark, path = str(error).rpartition(" - at `")
    return (path.rstrip("`"), reason) if mark else ("$", str(error) or type(error).__name__)
