"""Poison of every kind: past the door into the log, and at the door."""

from __future__ import annotations

import secrets

from schema.place import partition_of
from tests.acceptance.bad import BODIES
from tests.acceptance.bad_log import BAD
from tests.acceptance.hostile import UNIT, post, write
from tests.faults.fault import Fault
from tests.faults.stage import Stage


def poison(stage: Stage) -> None:
    """Written to the log by whoever can: each must end in the dead letters once (I2 looks)."""
    place = partition_of(UNIT, stage.system.settings.partitions)
    messages = {name: raw for name, (raw, _) in BAD.items()}
    offsets = write(stage.system.settings, messages, place)
    stage.letters |= {(place, offsets[name]): path for name, (_, path) in BAD.items()}


def refused(stage: Stage) -> None:
    """Posted: each is refused whole, with the place of its fault."""
    for name, (body, path) in BODIES.items():
        answer = post(stage.system, body)
        if answer.status_code == 503:
            continue  # what came before has not healed yet: refused all the same
        assert answer.status_code == 422, f"{name}: {answer.status_code}"
        assert path in {fault["path"] for fault in answer.json()["faults"]}, name


def large(stage: Stage) -> None:
    """Ten megabytes: refused before they are read."""
    answer = post(stage.system, secrets.token_bytes(10 * 2**20))
    assert answer.status_code in (413, 503), answer.status_code


FAULTS = (
    Fault("poison in the log", "poison", poison, 3),
    Fault("poison at the door", "poison", refused, 5),
    Fault("ten megabytes", "poison", large),
)
