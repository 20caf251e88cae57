"""The glossary holds every term, as the screens say it."""

from deploy.places import REPO
from web.glossary import SECTIONS, page
from web.words import read


def test_the_page_is_made_from_the_terms() -> None:
    written = (REPO / "docs" / "glossary.md").read_text("utf-8")
    assert written == page(), "run: python -m web.glossary > docs/glossary.md"


def test_no_section_is_left_out() -> None:
    assert set(SECTIONS) == set(read("terms.yaml"))


def test_a_line() -> None:
    assert "| `overdue` | quá hạn | overdue |" in page()
