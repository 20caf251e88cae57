"""A small ladder for accounts: two programmes, fields and objectives, six indicators."""

from __future__ import annotations

from msgspec.structs import replace

from schema.catalogue import Catalogue, Direction, Field, Indicator, IndicatorKind, Objective, empty


def indicator(
    code: str, objective: str, kind: IndicatorKind = "stock", direction: Direction = "up",
    weight: float = 1.0,
) -> Indicator:  # fmt: skip
    return Indicator(
        code=code, name_vi=f"chỉ tiêu {code}", name_en="", measure="%", direction=direction,
        kind=kind, objective=objective, source="O", weight=weight,
    )  # fmt: skip


def objective(code: str, programme: str, field: str, weight: float = 1.0) -> Objective:
    return Objective(
        code=code, programme=programme, field=field, name_vi=code, name_en=code, weight=weight
    )


CATALOGUE: Catalogue = replace(
    empty(),
    fields=(
        Field(code="A", name_vi="Kinh tế", name_en="Economy", weight=2.0),
        Field(code="C", name_vi="Hạ tầng", name_en="Infrastructure"),
    ),
    objectives=(
        objective("a1", "nq57", "A"), objective("a2", "nq57", "A", 3.0),
        objective("c1", "nq57", "C"), objective("c2", "nq59", "C"),
    ),
    indicators=(
        indicator("A01", "a1", weight=2.0), indicator("A02", "a1", "ratio", "down"),
        indicator("A03", "a2", "bool"), indicator("C01", "c1", "flow", "floor"),
        indicator("C02", "c1", "rank"), indicator("C03", "c2", direction="hold"),
    ),
)  # fmt: skip
