"""What `make calibrate` prints: the bars and the tables, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import asdict, replace

from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.record import Ground
from tests.calibration.calibrate import Bar, alike, answers, bars, sample, strange, tuned
from tests.calibration.cases import LEADS, OVERDUE, Case
from tests.calibration.portrait import portraits
from tests.calibration.processes import PROCESSES
from tests.calibration.rivals import RIVALS, Warns, spi_t
from tests.calibration.scores import (
    Judged,
    Mean,
    ahead,
    base,
    brier,
    caught,
    gain,
    hits,
    judged,
    outside,
    reliability,
    right,
    warned,
)
from tests.calibration.seeds import REPORTED

Pools = Mapping[str, Sequence[Judged]]

_FEW = 100
"""Fewer ends than these are told with their number."""
_NO_RIVALS = ("*units alike*",)

WITHOUT = {
    "all of it": {},
    "evidence trusted in full": {"trust": 1.0},
    "without the pace of the reports": {"class_weight": 1e9},
    "without any report": {"hold": 0.0, "unbegun": 0.0},
    "without the record of the lead": {"record": 0.0, "after_record": 0.0},
    "without difficulties": {"answer": 0.0, "answer_wait": 0.0, "after_answer": 0.0},
}
"""Parts of the method, and the constants that take each of them out."""


def page() -> Iterator[str]:
    """Every line: the countries, bars, tables."""
    yield from _portraits()
    asked = {
        "tuned": tuned(REPORTED),
        "strange": strange(REPORTED),
        "alike": alike(REPORTED),
        "sample": sample(),
    }
    found = {name: judged(cases) for name, cases in asked.items()}
    pools = _pools(found)
    before = {name: _where(one, lambda each: each.case.lead > 0) for name, one in pools.items()}
    yield from _bars(before["**pooled**"])
    yield from _table("By process", before)
    yield from _matrix("P10–P90 hit rate by calendar days before the due date", pools, _hit)
    yield from _matrix("Brier score / that of the best constant", pools, _brier, LEADS)
    yield from _rivals(before)
    yield from _table("Pooled, by what the forecast stands on", _grounds(before["**pooled**"]))
    yield from _table("Pooled, what each part is worth (nothing tuned anew)", _parts(asked))
    yield from _reliability(before)


def constants() -> Iterator[str]:
    """The constants as a table."""
    yield from ("| constant | value |", "|---|---|")
    for name, value in asdict(PARAMETERS).items():
        yield f"| `{name}` | {value:g} |"


def _pools(found: Mapping[str, Sequence[Judged]]) -> Pools:
    every = {name: _where(found["tuned"], _is_of(name)) for name in PROCESSES}
    return {
        "**pooled**": found["tuned"],
        **every,
        "*fades*": found["strange"],
        "*units alike*": found["alike"],
        "*sample country*": found["sample"],
    }


def _is_of(process: str) -> Callable[[Judged], bool]:
    return lambda one: one.case.process == process


def _where(found: Sequence[Judged], holds: Callable[[Judged], bool]) -> list[Judged]:
    return [one for one in found if holds(one)]


def _grounds(found: Sequence[Judged]) -> Pools:
    def stands_on(ground: Ground) -> list[Judged]:
        return _where(found, lambda one: one.answer.basis.ground is ground)

    stuck = _where(found, lambda one: one.case.signals.waiting_days is not None)
    known = (Ground.REPORTS, Ground.PRIOR, Ground.SILENT)
    return {**{one.value: stands_on(one) for one in known}, "a difficulty waits": stuck}


def _parts(asked: Mapping[str, Sequence[Case]]) -> Pools:
    return {
        name: answers(asked["tuned"], replace(PARAMETERS, **changed))
        for name, changed in WITHOUT.items()
    }


def _portraits() -> Iterator[str]:
    columns = ("", "late (first date)", "late (date in force)", "claimed on the eve", "worst 5 %")
    yield from _head("The made-up countries, before any forecast", columns)
    for one in portraits():
        shares = (one.late_first, one.late, one.eve, one.worst)
        yield _row(one.name, *map(_percent, shares))


def _bars(found: Sequence[Judged]) -> Iterator[str]:
    yield from _head("The bars", ("", "found", "asked", "holds"))
    for one in bars(found):
        yield _row(one.name, _mean(one.found), _asked(one), "yes" if one.holds else "**no**")


def _asked(one: Bar) -> str:
    return f"{_percent(one.low)} – {_percent(one.high)}" if one.high < 1 else f"≥ {one.low:.0%}"


def _table(title: str, pools: Pools) -> Iterator[str]:
    columns = (
        "", "forecasts", "late", "hit", "before P10", "after P90", "Brier", "constant", "better by",
        "warned", "right", "caught",
    )  # fmt: skip
    yield from _head(title, columns)
    for name, found in pools.items():
        late = base(found)
        yield _row(
            name, str(len(found)), _percent(late), _mean(hits(found)),
            *map(_percent, outside(found)), _number(brier(found).value), _number(late * (1 - late)),
            _mean(gain(found)), f"{len(warned(found))} of {len(ahead(found))}",
            _mean(right(found)), _percent(caught(found)),
        )  # fmt: skip


def _matrix(
    title: str,
    pools: Pools,
    cell: Callable[[Sequence[Judged]], str],
    leads: Sequence[int] = (*LEADS, *OVERDUE),
) -> Iterator[str]:
    yield from _head(title, ("", *(str(d) if d > 0 else f"{-d} after" for d in leads)))
    for name, found in pools.items():
        by_lead = [[one for one in found if one.case.lead == lead] for lead in leads]
        yield _row(name, *(cell(held) if held else "—" for held in by_lead))


def _hit(found: Sequence[Judged]) -> str:
    one = hits(found)
    return _percent(one.value) + (f" of {one.n}" if 0 < one.n < _FEW else "")


def _brier(found: Sequence[Judged]) -> str:
    late, score = base(found), brier(found).value
    mark = "**" if score is not None and score > late * (1 - late) else ""
    return f"{mark}{_number(score)}{mark} / {_number(late * (1 - late))}"


def _rivals(pools: Pools) -> Iterator[str]:
    """Each way to warn: the share of tasks warned of, of them late, of the late ones warned of."""
    told = {
        name: [(one, spi_t(one.case)) for one in ahead(found)]
        for name, found in pools.items()
        if name not in _NO_RIVALS
    }
    yield from _head("What else could warn, 14 days ahead: warned / right / caught", ("", *told))
    for rival, warns in RIVALS.items():
        yield _row(rival, *(_warned(held, warns) for held in told.values()))


def _warned(held: Sequence[tuple[Judged, Fraction | None]], warns: Warns) -> str:
    late = [one.case.late for one, spi in held if warns(one, spi)]
    every = sum(one.case.late for one, _ in held)
    shares = (len(late) / len(held), sum(late) / max(len(late), 1), sum(late) / max(every, 1))
    return " / ".join(map(_percent, shares))


def _reliability(pools: Pools) -> Iterator[str]:
    tenths = [f"{low}–{low + 10} %" for low in range(0, 100, 10)]
    yield from _head("Reliability: share that was late, by p_late", ("", *tenths))
    for name, found in pools.items():
        came = {min(int(said * 10), 9): late for said, late, _ in reliability(found)}
        yield _row(name, *(_percent(came.get(tenth)) for tenth in range(10)))


def _head(title: str, columns: Sequence[str]) -> Iterator[str]:
    yield from ("", f"**{title}**", "", _row(*columns), "|" + "---|" * len(columns))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _mean(one: Mean) -> str:
    if one.value is None or one.limit is None:
        return "—"
    return f"{100 * one.value:.1f} ± {100 * one.limit:.1f} %"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.0f} %"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def between(text: str, name: str, lines: Iterable[str]) -> str:
    """The text with the lines put between the markers of that name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, rest = text.split(begin)
    return head + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1]
