"""The twin a board begins with: the figures of its KPI state, or that shape with all null."""

from datetime import UTC, datetime
from typing import Any

from schema.figures import figures
from schema.kpi import Headline, KpiState, Sentence
from schema.measures import MEASURES
from web.compose.facts import BoardFacts


def twin(facts: BoardFacts) -> dict[str, Any]:
    """Every figure of the scope's state; all null before its first publication."""
    return figures(facts.state) if facts.state else unknown(facts)


def unknown(facts: BoardFacts) -> dict[str, Any]:
    """The shape of a twin whose numbers are all null: not known is not zero."""
    blank: dict[str, Any] = erase(EMPTY)
    return blank | {
        "scope": facts.path[-1].code,
        "programme": facts.programme,
        "as_of": None,
        "kpi_version": None,
        "positions": {},
        "headline": {"rule": None},
    }


def erase(value: Any) -> Any:
    """The same nesting with every number null."""
    if isinstance(value, dict):
        return {key: erase(inner) for key, inner in value.items()}
    return value if isinstance(value, str) else None


EMPTY = figures(
    KpiState(
        scope="",
        kpi_version=0,
        as_of=datetime(2026, 1, 1, tzinfo=UTC),
        clock=None,
        positions={},
        counts=dict.fromkeys(MEASURES, 0),
        headline=Headline(rule="", vi=Sentence(line=()), en=Sentence(line=())),
    )
)
