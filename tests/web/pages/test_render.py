"""Templates: escaped, strict, complete."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from web.pages.render import TEMPLATES, address, as_json, environment, iso, render

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in Path(TEMPLATES).rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    environment().get_template(name)


def test_what_users_say_is_text() -> None:
    made = environment().from_string("<p title='{{ said|json }}'>{{ said }}</p>")
    assert made.render(said="<b>'&\"") == (
        "<p title='&#34;&lt;b&gt;&#39;&amp;\\&#34;&#34;'>&lt;b&gt;&#39;&amp;&#34;</p>"
    )


def test_a_missing_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("problem.html")


def test_values_as_json() -> None:
    assert as_json({"a": [1, None, "đ"]}) == '{"a":[1,null,"đ"]}'


def test_instants() -> None:
    assert iso(datetime(2026, 11, 22, tzinfo=UTC)) == "2026-11-22T00:00:00+00:00"
    assert iso(None) == ""


def test_addresses_carry_the_version_of_the_content() -> None:
    assert address("css/tokens.css").startswith("/static/css/tokens.css?v=")
    with pytest.raises(KeyError):
        address("css/none.css")


def test_fonts_in_the_style_sheet_carry_theirs() -> None:
    sheet = (TEMPLATES.parent / "static" / "css" / "tokens.css").read_text()
    for path in (TEMPLATES.parent / "static" / "fonts").glob("*.woff2"):
        version = address(f"fonts/{path.name}").partition("?")[2]
        assert f"../fonts/{path.name}?{version}" in sheet
