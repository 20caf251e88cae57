"""Before anything is copied: is the standby's log the beginning of the first site's? Pure.

A mirror keeps offsets: message n of a partition is message n at both sites. Whatever contradicts
that means that one of the logs was made anew, or has lost something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schema.errors import Contradiction

Last = tuple[bytes | None, bytes | None, int]
"""Key, value and time (ms) of a message."""


class Ends(Struct, frozen=True, kw_only=True):
    """Where both logs begin and end, by partition."""

    first_starts: Mapping[int, int]
    first_ends: Mapping[int, int]
    own: Mapping[int, int]
    """Ends of the standby's log: what is copied next."""


def check_ends(ends: Ends) -> None:
    """Raise Contradiction with everything that does not fit, and what to do."""
    _refuse(list(_faults(ends)))


def check_last(first: Mapping[int, Last], own: Mapping[int, Last]) -> None:
    """The newest message of each partition here and the one with its offset at the first site.

    Raises Contradiction where they are not the same message.
    """
    _refuse(
        [
            f"partition {partition}: the newest message here is another at the first site"
            for partition, message in own.items()
            if first.get(partition, message) != message
        ]
    )


def check_still(ends: Mapping[int, int], copied: Mapping[int, int]) -> None:
    """What was copied before the first site was asked for its `ends` must be there still.

    Raises Contradiction where its log has lost its end: what it writes next are other messages.
    """
    _refuse(
        [
            f"partition {partition}: {end} messages at the first site, {copied[partition]} here"
            for partition, end in sorted(ends.items())
            if end < copied[partition]
        ]
    )


def check_next(partition: int, expected: int, found: int) -> None:
    """Raise Contradiction where the next message of a partition is not the one after the last."""
    if found != expected:
        _refuse([f"partition {partition}: expected message {expected}, got {found}"])


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Contradiction(
            "the two logs tell different stories; nothing was copied. "
            + "; ".join(faults)
            + ". Either NHIP_FIRST_KAFKA names another log, or one of the two was made anew: begin "
            "this standby anew (docs/operate.md, Second site)"
        )


def _faults(ends: Ends) -> Iterator[str]:
    if ends.first_ends.keys() != ends.own.keys():
        yield f"the first site has {len(ends.first_ends)} partitions, this one {len(ends.own)}"
        return
    for partition, own in sorted(ends.own.items()):
        start, end = ends.first_starts[partition], ends.first_ends[partition]
        if own > end:
            yield f"partition {partition}: this log ends at {own}, the first site's at {end}"
        if own < start:
            yield f"partition {partition}: {start - own} messages are gone at the first site"
