"""Every number has a name of its own and says what it means, whether there is one or not."""

from __future__ import annotations

from web.families import FAMILIES, Whole


def test_names_are_given_once_and_say_what_they_are() -> None:
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
    for family in FAMILIES:
        assert family.name.startswith("nhip_") and not family.name.endswith("_total")
        assert family.help[0].isupper() or family.help[0].isdigit()
        assert family.help.endswith(".")


def test_a_family_without_a_number_is_told_of() -> None:
    assert [metric.name for metric in Whole().collect()] == [family.name for family in FAMILIES]


def test_a_number_has_its_labels() -> None:
    whole = Whole()
    whole.samples = {"nhip_dead_letters": [(("2", "true"), (3.0,)), (("2", "false"), (1.0,))]}
    (found,) = [metric for metric in whole.collect() if metric.samples]
    assert [(each.name, each.labels, each.value) for each in found.samples] == [
        ("nhip_dead_letters", {"partition": "2", "our_fault": "true"}, 3.0),
        ("nhip_dead_letters", {"partition": "2", "our_fault": "false"}, 1.0),
    ]
