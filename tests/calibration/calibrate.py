"""The pools of cases that are judged, and the three bars.

`tuned`: the processes the constants were found on, with other seeds: the bars are about these.
`strange`: a process nothing was found on. `sample`: the sample country, likewise. `alike`: the
tuned processes where no unit differs from another. The three show what a country would see that is
unlike the ones we made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from tests.calibration import country
from tests.calibration.cases import Case, cases
from tests.calibration.habits import lives
from tests.calibration.processes import PROCESSES, STRANGERS
from tests.calibration.scores import Judged, Mean, gain, hits, judged, right
from tests.calibration.seeds import UNITS

HIT = (0.75, 0.85)
RIGHT = 0.70


class Bar(Struct, frozen=True):
    """A figure that is asked for, what was found, and the range it must lie in."""

    name: str
    found: Mean
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether it lies in the range as measured."""
        return self.found.value is not None and self.low <= self.found.value <= self.high


def bars(found: Sequence[Judged]) -> tuple[Bar, Bar, Bar]:
    """The three bars over these cases."""
    return (
        Bar("P10–P90 hit rate", hits(found), *HIT),
        Bar("Brier score better than the best constant, by", gain(found), 0.0, 1.0),
        Bar("warnings right, 14 days before the due date", right(found), RIGHT, 1.0),
    )


def tuned(seeds: Iterable[int], units: int = UNITS) -> list[Case]:
    """Cases of the processes the constants were found on."""
    return _cases(PROCESSES, seeds, units)


def strange(seeds: Iterable[int], units: int = UNITS) -> list[Case]:
    """Cases of processes nothing was found on."""
    return _cases(STRANGERS, seeds, units)


def alike(seeds: Iterable[int], units: int = UNITS) -> list[Case]:
    """Cases of the tuned processes in a country whose units all work as fast as each other."""
    return _cases(PROCESSES, seeds, units, alike=True)


def sample() -> list[Case]:
    """Cases of the sample country."""
    return list(cases(country.sample_lives()))


def answers(asked: Iterable[Case], parameters: Parameters = PARAMETERS) -> list[Judged]:
    """The forecasts the bars are about: those made before the due date."""
    return judged((case for case in asked if case.lead > 0), parameters)


def _cases(
    processes: Iterable[str], seeds: Iterable[int], units: int, *, alike: bool = False
) -> list[Case]:
    drawn = [(process, seed) for process in processes for seed in seeds]
    return [
        case for process, seed in drawn for case in cases(lives(seed, process, units, alike=alike))
    ]
