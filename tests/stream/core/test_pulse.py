from __future__ import annotations

from datetime import timedelta

from schema.update import SlotNil
from stream.core.entry import entries
from stream.core.outcome import Arrivals
from stream.core.pulse import Pulse
from tests.builders import COMMUNE, TASK, at, new_id, progress, report


def test_updates_are_counted_into_the_five_minutes_they_arrived_in() -> None:
    pulse = Pulse()
    for minutes, channel in ((4.9, "connector"), (5.1, "form"), (9, "form")):
        said = report(
            progress(0.5), channel=channel, received_at=at(1) + timedelta(minutes=minutes)
        )
        pulse.arrived(said, entries(said, offline=False))
    assert pulse.bins == {
        (COMMUNE, at(1)): Arrivals(updates=1, automatic=1, lag_s=294),
        (COMMUNE, at(1) + timedelta(minutes=5)): Arrivals(updates=2, automatic=0, lag_s=306 + 540),
    }


def test_an_update_with_several_subjects_arrives_once_and_nothing_not_at_all() -> None:
    pulse = Pulse()
    second = f"{COMMUNE}.t0002"
    nil = report(SlotNil(id=new_id(), subject=TASK, occurred_at=at(1), subjects=[TASK, second]))
    pulse.arrived(nil, entries(nil, offline=False))
    pulse.arrived(nil, [])
    assert [bins.updates for bins in pulse.bins.values()] == [1]
