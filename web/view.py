"""One board in one language for one audience: a Bokeh Document, its figures, its numbered patches.

`publish` is the only way in: facts → figures and chart changes → one patch. A newcomer gets the
cached snapshot S and the patches S+1…N rather than a new one, because making one blocks the loop
for tens of milliseconds. State + patches = a fresh snapshot (tests/web/test_view.py).
"""

from __future__ import annotations

from msgspec import Struct

from web import frames
from web.compose.board import board_view
from web.compose.facts import BoardFacts
from web.compose.view import BoardView, changes, snapshot
from web.documents.board import BoardDocument
from web.frames import Frame
from web.ring import Ring

FRESH = 64  # patches after which a newcomer is worth a new snapshot


class ViewKey(Struct, frozen=True, kw_only=True):
    """What two viewers must share to share a document."""

    scope: str
    programme: str = ""
    lang: str = "vi"
    access: str = "internal"

    def __str__(self) -> str:
        programme = f"@{self.programme}" if self.programme else ""
        return f"{self.scope}{programme}/{self.lang}/{self.access}"


class View:
    """`epoch` is `build.incarnation`: a viewer of another build reloads, of another incarnation
    (other process, or made anew) takes the snapshot in place."""

    def __init__(self, key: ViewKey, epoch: str, facts: BoardFacts) -> None:
        self.key = key
        self.epoch = epoch
        self.ring = Ring()
        self._document = BoardDocument(str(key))
        self._document.show(facts)
        self.board: BoardView = board_view(facts, key.lang)
        self._snapshot: tuple[int, Frame] | None = None

    @property
    def as_of(self) -> str:
        """ISO instant of the KPI state shown; "" when there is none."""
        return self.board.as_of.isoformat() if self.board.as_of else ""

    def publish(self, facts: BoardFacts, stamp: float) -> Frame | None:
        """Show `facts`, known at Unix time `stamp`; the patch that does it, if anything moved."""
        board = board_view(facts, self.key.lang)
        events = self._document.show(facts)
        moved = changes(self.board.figures, board.figures)
        offsets = _moved(self.board, board)
        self.board = board
        if not events and not moved:
            return None
        frame = frames.patch(self.ring.seq + 1, stamp, events, moved, offsets)
        self.ring.append(frame, stamp)
        return frame

    def newcomer(self) -> list[Frame]:
        """A snapshot and the patches after it."""
        if self._snapshot is not None:
            seq, frame = self._snapshot
            missing = self.ring.since(seq)
            if missing is not None and len(missing) <= FRESH:
                return [frame, *missing]
        return [self._make_snapshot()]

    def _make_snapshot(self) -> Frame:
        frame = frames.snapshot(
            self.epoch, self.ring.seq, self._document.to_json(), snapshot(self.board.figures)
        )
        self._snapshot = (self.ring.seq, frame)
        return frame


def _moved(before: BoardView, after: BoardView) -> dict[str, int]:
    """Partitions whose offset moved between two boards."""
    old: dict[str, int] = before.twin.get("positions") or {}
    new: dict[str, int] = after.twin.get("positions") or {}
    return {partition: offset for partition, offset in new.items() if old.get(partition) != offset}
