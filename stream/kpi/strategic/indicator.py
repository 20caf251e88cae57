"""One indicator in one scope on one day: now, target, T(today), attainment, required pace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct, structs

from schema.attain import (
    Rule,
    attainment,
    enacted,
    reached,
    rule_for,
    standing_of_rank,
)
from schema.catalogue import Indicator
from stream.kpi.strategic.band import Band, raw_band
from stream.kpi.strategic.chance import WHOLE
from stream.kpi.strategic.facts import Held
from stream.kpi.strategic.fresh import Fresh
from stream.kpi.strategic.goal import (
    Goal,
    Start,
    asked,
    goal,
    scaled_start,
    start,
    sum_goals,
    sum_starts,
)
from stream.kpi.strategic.measure import Measured, own, rolled
from stream.kpi.strategic.pace import required_pace
from stream.kpi.strategic.way import NO_DATA, Chance, chance_of, of_sum, scale_of, values

SUMMED = frozenset({"stock", "flow"})
"""Kinds whose targets and baselines add up over units; those of a ratio do not (Q56)."""


class Stand(Struct, frozen=True, kw_only=True):
    """How an indicator stands; values in its own measure."""

    code: str
    state: str = ""
    """Why there is no attainment: no_data, not_yet_due; '' when there is one."""
    measured: Measured | None = None
    baseline: Start | None = None
    goal: Goal | None = None
    asked: Fraction | None = None
    """T(today)."""
    rule: Rule = Rule.PATH
    attainment: Fraction | None = None
    """Raw: not clipped."""
    pace: Fraction | None = None
    """Required change a month."""
    met: bool = False
    """The target itself is reached."""
    missed: bool = False
    """Its day has passed and it is not."""
    chance: Chance = NO_DATA
    """P(hit)."""

    @property
    def value(self) -> Fraction | None:
        """The value now."""
        return self.measured.value if self.measured else None

    @property
    def flagged(self) -> bool:
        """A baseline past its target, judged as a floor or ceiling (domain 12)."""
        return self.baseline is not None and self.rule in (Rule.FLOOR, Rule.CEILING)

    @property
    def band(self) -> Band:
        """The colour without hysteresis."""
        if self.measured is None:
            return Band.GREY
        stale = self.measured.fresh is not Fresh.FRESH
        p_hit = None if self.chance.p is None else Fraction(self.chance.p, WHOLE)
        return raw_band(self.attainment, stale=stale, coverage=self.measured.coverage, p_hit=p_hit)


def judge(indicator: Indicator, held: Held, parts: Sequence[Held], day: date) -> Stand:
    """The indicator in a scope that holds `held` itself, and `parts` in the units it adds up.

    A unit that never reported is missing from value, baseline and target alike; coverage tells.
    """
    starts = _starts(indicator, held, parts, day)
    begin = sum_starts(starts)
    aim = _goal(indicator, held, parts, day)
    found = _measured(indicator, held, parts, begin, day)
    blank = Stand(code=indicator.code, measured=found, baseline=begin, goal=aim, state="no_data")
    if found is None or found.value is None or aim is None:
        return blank
    weighed: _Weighed | None
    match indicator.kind:
        case "bool":
            weighed = _boolean(found.value, aim, day)
        case "rank":
            weighed = _rank(indicator, found, begin, aim, day)
        case _:
            froms = [begin] if len(aim.ahead) == 1 else starts
            weighed = _weigh(indicator, found.value, begin, aim, asked(froms, aim, day))
    if weighed is None:
        return blank
    stand = _closed(blank, found.value, aim, weighed, day)
    return structs.replace(stand, chance=_chance(indicator, held, parts, stand, day))


def _chance(
    indicator: Indicator, held: Held, parts: Sequence[Held], stand: Stand, day: date
) -> Chance:
    """P(hit) from the readings the value is made of; what is on or past its day has none."""
    aim, found, begin = stand.goal, stand.measured, stand.baseline
    if aim is None or found is None or indicator.kind == "bool":
        return NO_DATA
    if day >= aim.by:
        return Chance(None, "nothing_due")
    since = begin.point.on if begin and not begin.provisional else None
    starts = [begin] if len(aim.ahead) == 1 else _starts(indicator, held, parts, day)
    if not found.rolled:
        told = values(indicator, held, since, day)
        starts = [scaled_start(indicator, one) for one in starts]
    elif indicator.kind in SUMMED:
        told = of_sum([
            values(indicator, one, one.baseline.on if one.baseline else since, day)
            for one in parts if one.readings
        ])  # fmt: skip
    else:
        return NO_DATA
    return chance_of(told, stand.rule, starts, aim, scale_of(indicator, found.n))


def _measured(
    indicator: Indicator, held: Held, parts: Sequence[Held], begin: Start | None, day: date
) -> Measured | None:
    since = begin.point.on if begin and not begin.provisional else None
    mine = own(indicator, held, since, day)
    if mine is not None and mine.value is not None:
        return mine
    below = [own(indicator, one, one.baseline.on if one.baseline else since, day) for one in parts]
    return rolled(indicator, below) or mine


def _starts(
    indicator: Indicator, held: Held, parts: Sequence[Held], day: date
) -> list[Start | None]:
    mine = start(indicator, held, day)
    if mine is not None or indicator.kind not in SUMMED or not parts:
        return [mine]
    return [start(indicator, one, day) for one in parts if one.readings]


def _goal(indicator: Indicator, held: Held, parts: Sequence[Held], day: date) -> Goal | None:
    mine = goal(held, day)
    if mine is not None or indicator.kind not in SUMMED:
        return mine
    return sum_goals([goal(one, day) for one in parts if one.readings])


class _Weighed(Struct, frozen=True, kw_only=True):
    """What the rules say of a value."""

    rule: Rule
    attainment: Fraction | None
    met: bool
    asked: Fraction | None = None
    paced: bool = True
    state: str = "not_yet_due"
    """Why, when there is no attainment."""


def _weigh(
    indicator: Indicator, value: Fraction, begin: Start | None, aim: Goal, t: Fraction | None
) -> _Weighed:
    base = begin.point.value if begin else None
    rule = rule_for(indicator.direction, base, aim.value)
    return _Weighed(
        rule=rule,
        attainment=attainment(rule, value, aim.value, base, t),
        met=reached(rule, value, aim.value, down=indicator.direction == "down"),
        asked=t,
        state="no_data" if t is None else "not_yet_due",
    )


def _boolean(value: Fraction, aim: Goal, day: date) -> _Weighed:
    a = enacted(value, aim.by, day)
    return _Weighed(rule=Rule.PATH, attainment=a, met=a == 1, paced=False)


def _rank(
    indicator: Indicator, found: Measured, begin: Start | None, aim: Goal, day: date
) -> _Weighed | None:
    """Ranks are judged as shares of their field, each of its own edition (Q100)."""

    def share(rank: Fraction) -> Fraction | None:
        return standing_of_rank(rank, found.n)

    now, end = share(found.value or Fraction(0)), share(aim.value)
    if now is None or end is None or found.n is None:
        return None
    from_ = scaled_start(indicator, begin)
    t = asked([from_], aim, day, share)
    weighed = _weigh(indicator, now, from_, Goal(value=end, by=aim.by, ahead=()), t)
    rank_asked = None if t is None else found.n - t * (found.n - 1)
    return structs.replace(weighed, asked=rank_asked)


def _closed(blank: Stand, value: Fraction, aim: Goal, weighed: _Weighed, day: date) -> Stand:
    pace = required_pace(value, aim.value, day, aim.by, reached=weighed.met)
    return structs.replace(
        blank,
        state="" if weighed.attainment is not None else weighed.state,
        asked=weighed.asked,
        rule=weighed.rule,
        attainment=weighed.attainment,
        pace=pace if weighed.paced else None,
        met=weighed.met,
        missed=day > aim.by and not weighed.met,
    )
