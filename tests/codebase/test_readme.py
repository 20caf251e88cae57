"""README.md and README.vi.md say the same, name what exists, and their example is let in."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.places import REPO
from schema.door import examine

EN, VI = ((REPO / name).read_text("utf-8") for name in ("README.md", "README.vi.md"))
PAGES = ("README.md", "README.vi.md", "docs/quickstart.md", "docs/operate.md")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def outside_code(text: str) -> str:
    """The text without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def shape(text: str) -> list[str]:
    """What stands where: levels of headings, rows of tables, items, code as it is, links."""
    found = re.findall(
        r"^```.*?^```$|^#+ |^\|\s*`[^`]+`|^\||^- |\]\([^)]+\)|<http[^>]+>",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    return [one for one in found if "README" not in one]


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", outside_code(page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}


def test_the_twins_have_the_same_shape() -> None:
    assert shape(EN) == shape(VI)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = REPO / name
    for link in re.findall(r"\]\(([^)]+)\)", outside_code(page.read_text("utf-8"))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name} links to {link}"
        assert not anchor or anchor in anchors(target), f"{name} links to {link}"


def test_settings_are_told_as_the_code_has_them() -> None:
    settings = (REPO / "docs" / "settings.md").read_text("utf-8").splitlines()
    section = EN.partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    assert rows and [row for row in rows if row not in settings] == []


def test_the_example_is_let_in() -> None:
    (body,) = re.findall(r"<<END\n(.*?)^END$", EN, re.MULTILINE | re.DOTALL)
    with_ids = re.sub(r"\$\(uuid\)", lambda found: str(uuid4()), body)
    sent = with_ids.replace("$now", NOW.isoformat())
    (report,) = examine(sent.encode(), NOW, lambda code: True)
    assert report.updates[0].subject in EN.partition(".json`")[2]


def test_what_make_is_told_to_do_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = {word for name in PAGES for word in re.findall(r"\bmake ([a-z]+)", _text(name))}
    assert told <= targets


def test_pages_are_routes() -> None:
    routes = "".join(
        (REPO / "web" / name).read_text("utf-8") for name in ("app.py", "pages/routes.py")
    )
    for address in re.findall(r"<http://127\.0\.0\.1:8000/([a-z]+)", EN):
        assert f'Route("/{address}' in routes, f"README names /{address}"


def test_the_packages_of_the_map_exist() -> None:
    assert all((REPO / name).is_dir() for name in re.findall(r"^\| `([a-z]+)/` ", EN, re.MULTILINE))


def _text(name: str) -> str:
    return (REPO / name).read_text("utf-8")
