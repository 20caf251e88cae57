"""What a run says of itself: each fault, how often, how long until all worked, what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from tests.faults.fault import Fault


class Account(Struct):
    """Filled while faults are played."""

    seed: int
    returned_s: dict[str, list[float]] = field(default_factory=dict)
    """By fault: seconds from its end until all engines answered."""
    recovered_s: dict[str, list[float]] = field(default_factory=dict)
    """By fault: seconds from then until every partition had kept a new promise."""
    checked: Counter[str] = field(default_factory=Counter)
    """By checker: how often it found nothing wrong."""
    troubles: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[int, int] = field(default_factory=dict)
    promised: int = 0
    sent: int = 0
    memory: list[dict[str, int]] = field(default_factory=list)
    """At each look: MB by process."""

    def played(self, fault: Fault, returned: float, recovered: float) -> None:
        """A fault, how long until the engines were back, and from then until all worked again."""
        self.returned_s.setdefault(fault.name, []).append(returned)
        self.recovered_s.setdefault(fault.name, []).append(recovered)

    def told(self, faults: Sequence[Fault]) -> str:
        """The whole as Markdown."""
        return "\n".join(self._lines(faults))

    def _lines(self, faults: Sequence[Fault]) -> Iterator[str]:
        times = sorted(s for each in self.recovered_s.values() for s in each)
        yield f"Seed {self.seed}: {len(times)} faults of {len(self.recovered_s)} kinds."
        yield f"Updates promised: {self.promised} of {self.sent} sent; answers {dict(self.answers)}"
        yield f"Reports with a trouble of their own: {dict(self.troubles)}."
        yield "Checked: " + ", ".join(f"{one} {n} ×" for one, n in sorted(self.checked.items()))
        if times:
            yield (
                "From the engines' return until all worked: "
                f"median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s."
            )
        for name in sorted({name for look in self.memory for name in look}):
            found = [look[name] for look in self.memory if name in look]
            yield (
                f"Memory of {name}: {found[0]} MB at first, {max(found)} at most, {found[-1]} last"
            )
        yield ""
        yield "| row | fault | times | engines back: longest | then all worked: longest |"
        yield "|---|---|---|---|---|"
        for fault in faults:
            name = fault.name
            back, then = _longest(self.returned_s, name), _longest(self.recovered_s, name)
            times_played = len(self.recovered_s.get(name, []))
            yield f"| {fault.row} | {name} | {times_played} | {back} | {then} |"


def _longest(seconds: Mapping[str, Sequence[float]], name: str) -> str:
    return f"{max(seconds[name]):.1f} s" if name in seconds else "–"
