"""The list of pages."""

import pytest

from tests.web.pages_rig import ManualSite, as_site, client
from web.pages.routes import routes


def test_the_front_door_leads_to_the_national_board() -> None:
    answer = client().get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/boards/vn")


def test_no_address_twice() -> None:
    paths = [route.path for route in routes(as_site(ManualSite()))]  # type: ignore[attr-defined]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    "path",
    ["/boards/vn", "/boards/vn.json", "/units/vn.15", "/report", "/report?unit=vn.15", "/ranking",
     "/ranking.json", "/ranking.csv", "/alerts", "/alerts.json", "/alerts?unit=vn.15",
     "/programmes", "/programmes.json", "/method", "/find", "/units/vn.15.json"],
)  # fmt: skip
def test_every_page_answers_in_both_languages(path: str) -> None:
    joint = "&" if "?" in path else "?"
    for lang in ("vi", "en"):
        assert client().get(f"{path}{joint}lang={lang}").status_code == 200
