"""Until all is quiet: every role ready, everything folded, relayed, judged, published, seen."""

from __future__ import annotations

from functools import partial

from schema.database import connect
from tests.acceptance.hostile import ends
from tests.acceptance.system import HTTP, System, until
from tests.faults.load import Load
from tests.faults.stage import Stage
from tests.faults.viewers import Viewer

HEALED_S = 90.0
MOVING = ("as_of", "server_time", "pulse/")
UNSENT = (
    b"select coalesce(sum((detail ->> 'unsent')::int), 0) from process "
    b"where role = 'fold' and at between now() - interval '10 s' and now()"
)
LAG = (
    b"select detail ->> 'lag' from process where role = 'alerts' "
    b"and detail ->> 'duty' = 'at work' and at <= now() order by at desc"
)
WAITING = b"select count(*) from delivery where done_at is null"
HURRY = (
    b"update delivery set due_at = now() "
    b"where done_at is null and due_at > now() + interval '15 s'"  # longer than a claim holds
)
POSITIONS = b"select partition, next_offset from position"


def settled(stage: Stage, load: Load) -> None:
    """Return when nothing more will move by itself."""
    system = stage.system
    stage.whole()
    stage.receivers.calm_down()
    until(lambda: HTTP.get(system.base + "/readyz").status_code, lambda s: s == 200, "ready", 120)
    until(
        lambda: (dict(system.sql(POSITIONS)), ends(system.settings)),
        lambda found: found[0] == found[1],
        "all folded, and nothing more to come",
        HEALED_S,
    )
    until(
        lambda: (system.get("/boards/vn.json")["positions"], system.sql(POSITIONS)),
        lambda found: found[0] == {str(partition): at for partition, at in found[1]},
        "all published",
        HEALED_S,
    )
    until(lambda: system.sql(UNSENT), lambda rows: rows == [(0,)], "all relayed", HEALED_S)
    until(lambda: system.sql(LAG)[:1], lambda rows: rows == [("0",)], "all judged", HEALED_S)
    until(partial(_undelivered, system), lambda left: left == 0, "all delivered", HEALED_S)
    for viewer in load.boards.values():
        until(
            partial(unlike, viewer, load),
            lambda found: not found,
            "a viewer to see what a newcomer sees",
            HEALED_S,
        )
        assert not viewer.faults, viewer.faults
    stage.receivers.upset()


def unlike(viewer: Viewer, load: Load) -> list[str]:
    """Figures that a viewer and a newcomer see differently; a clock ticks between two looks."""
    fresh, figures = load.fresh(viewer).figures, viewer.figures
    return [
        f"{pointer}: {figures.get(pointer)} and {fresh.get(pointer)}"
        for pointer in sorted(figures.keys() | fresh.keys())
        if figures.get(pointer) != fresh.get(pointer) and not pointer.startswith(MOVING)
    ]


def _undelivered(system: System) -> int:
    """How many deliveries wait; those that were put off are due now."""
    with connect(system.settings) as connection:
        connection.execute(HURRY)
        row = connection.execute(WAITING).fetchone()
    return int(row[0]) if row else 0
