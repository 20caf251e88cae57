"""The shipped content: titles, leads, texts."""

from __future__ import annotations

from schema.fields import DifficultyType
from stream.sample.content import content
from tests.stream.sample.small import catalogue

CONTENT = content()


def test_every_named_unit_is_in_the_catalogue() -> None:
    units = catalogue().unit_by_code
    for template in CONTENT.once:
        assert template.lead in units
        assert not str(template.lead).startswith("dn."), "organisations coordinate only"
    everyone = [*CONTENT.once, *(t for held in CONTENT.each.values() for t in held)]
    named = {code for template in everyone for code in template.coordinators}
    assert named - {"provinces"} <= set(units)


def test_fields_and_programmes_are_those_of_the_catalogue() -> None:
    fields = {field.code for field in catalogue().fields}
    programmes = set(catalogue().programme_by_code)
    for by_programme in CONTENT.others.values():
        assert set(by_programme) == programmes - {"nq57"}
        for templates in by_programme.values():
            assert {template.field for template in templates} <= fields
    assert {template.field for template in CONTENT.once} <= fields


def test_some_titles_run_to_about_180_characters() -> None:
    longest = max(len(template.title) for template in CONTENT.once)
    assert 165 <= longest <= 190


def test_difficulties_have_types_of_the_wire() -> None:
    assert set(CONTENT.difficulties) <= set(DifficultyType.__args__)  # type: ignore[attr-defined]


def test_every_kind_of_unit_has_titles_and_posts() -> None:
    kinds = {"central_body", "province", "commune"}
    assert set(CONTENT.each) == set(CONTENT.recurring) == set(CONTENT.others) == kinds
    assert set(CONTENT.assignees) == kinds
    assert all(template.cadence for held in CONTENT.recurring.values() for template in held)
