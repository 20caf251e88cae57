"""How the tasks of a scope are found in SQL."""

from __future__ import annotations

from web.facts.reach import Reach, is_unit, of_field, of_post


def test_fields_and_posts_are_no_units() -> None:
    assert [is_unit(code) for code in ("vn", "tw.bca", "dn.x", "f.A", "m.science")] == [
        *(True, True, True),
        *(False, False),
    ]


def test_a_field_is_found_by_its_code_in_the_whole_country() -> None:
    assert of_field("f.A") == Reach(unit="vn", field="A")


def test_a_task_may_name_its_post_without_the_prefix() -> None:
    assert of_post("m.science").posts == ("m.science", "science")


def test_statements_get_lists_or_none() -> None:
    given = Reach(unit="vn.01", leads=("vn.01", "vn.01.1")).given
    assert given == {"unit": "vn.01", "leads": ["vn.01", "vn.01.1"], "field": "", "posts": []}
    assert Reach().given["leads"] is None
