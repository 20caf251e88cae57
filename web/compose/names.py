"""What a unit is called in the language of a view."""

from web.compose.facts import Place
from web.words import Words

GROUPS = frozenset({"root", "central_group", "organisation_group", "field", "post"})
"""Kinds whose English name is used in tiles and paths too."""


def short_name(place: Place, spoken: Words) -> str:
    """For tiles and paths; bodies keep their Vietnamese name, groups have an English one."""
    if spoken.lang == "en" and place.name_en and place.kind in GROUPS:
        return place.name_en
    return place.short_vi or place.name_vi


def full_name(place: Place, spoken: Words) -> str:
    """For titles: the English gloss where there is one."""
    return (place.name_en or place.name_vi) if spoken.lang == "en" else place.name_vi
