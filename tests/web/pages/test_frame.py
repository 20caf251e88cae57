"""What every page shares."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.web.pages_rig import ManualSite, as_site, client
from web.pages.frame import as_twin
from web.pages.routes import routes


def test_the_page_we_are_on_is_marked() -> None:
    assert 'href="/method" aria-current="page"' in client().get("/method").text


def test_pages_are_not_stored() -> None:
    assert client().get("/method").headers["cache-control"] == "no-store"


def test_a_twin_is_json_in_plain_letters() -> None:
    answer = as_twin({"name": "Lào Cai", "value": None})
    assert bytes(answer.body).decode() == '{"name": "Lào Cai", "value": null}'


def test_the_build_is_told_so_that_pages_know_when_to_reload() -> None:
    assert 'data-build="b1"' in client().get("/method").text


def test_untranslated_reasons_need_no_table_in_english() -> None:
    assert 'data-reasons="[]"' in client().get("/method?lang=en").text


def test_a_standby_says_so_on_every_page() -> None:
    assert "TRUNG TÂM DỰ PHÒNG" not in client().get("/method").text
    site = ManualSite()
    site.country.standby = True
    page = TestClient(Starlette(routes=routes(as_site(site)))).get("/method?lang=en").text
    assert "STANDBY SITE" in page and "takes the reports" in page


def test_a_page_travels_packed_for_whoever_takes_it_so() -> None:
    plain = client().get("/boards/vn", headers={"accept-encoding": "identity"})
    packed = client().get("/boards/vn", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) * 4 < int(plain.headers["content-length"])
    assert packed.text == plain.text
    assert "Accept-Encoding" in packed.headers["vary"]
