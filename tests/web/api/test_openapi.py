"""The description of the interface is that of the routes there are, and whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route, WebSocketRoute

from schema.settings import Settings
from schema.update import Update
from tests.web.country import nation
from tests.web.pages_rig import client
from web.api.openapi import OpenApi, document, shape
from web.api.queries import PATH, QUERIES
from web.app import create_app
from web.compose.board import board_view

ROUTES = create_app(Settings.from_environ()).routes
DOCUMENT = document(ROUTES, "b1")
METHODS = {"get", "post"}


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["$ref"]] if "$ref" in value else []
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from refs(inner)


def test_each_route_is_told_and_nothing_else() -> None:
    there = {re.sub(r":\w+}", "}", r.path) for r in ROUTES if isinstance(r, Route)}
    assert set(DOCUMENT["paths"]) == there
    assert any(isinstance(route, WebSocketRoute) for route in ROUTES), "told in docs, not here"


def test_each_operation_has_a_name_of_its_own_words_and_answers() -> None:
    told = [op for path in DOCUMENT["paths"].values() for op in path.values()]
    names = [op["operationId"] for op in told]
    assert len(set(names)) == len(names)
    assert all(op["summary"] and op["responses"] for op in told)
    assert all(set(path) <= METHODS for path in DOCUMENT["paths"].values())


def test_every_place_of_a_path_is_told() -> None:
    for path, operations in DOCUMENT["paths"].items():
        places = re.findall(r"{(\w+)}", path)
        for op in operations.values():
            told = [p["name"] for p in op.get("parameters", ()) if p["in"] == "path"]
            assert told == places, path
    assert set(PATH) >= {
        place for path in DOCUMENT["paths"] for place in re.findall(r"{(\w+)}", path)
    }


def test_every_query_is_of_a_page_there_is() -> None:
    assert set(QUERIES) <= set(DOCUMENT["paths"])


def test_references_lead_to_schemas() -> None:
    found = {ref.rpartition("/")[2] for ref in refs(DOCUMENT)}
    assert found <= set(DOCUMENT["components"]["schemas"])
    assert {"Report", "Receipt", "BoardTwin", "Refusal"} <= found


def test_every_kind_of_update_is_in_it() -> None:
    kinds = {kind.__name__ for kind in get_args(Update)}
    schemas = DOCUMENT["components"]["schemas"]
    assert len(schemas["Report"]["properties"]["updates"]["items"]["anyOf"]) >= 27
    assert kinds <= set(schemas)
    assert schemas["Report"]["additionalProperties"] is False


def test_a_board_is_as_its_schema_says() -> None:
    twin = board_view(nation(), "vi").twin
    assert set(DOCUMENT["components"]["schemas"]["BoardTwin"]["required"]) <= set(twin)
    planning = DOCUMENT["components"]["schemas"]["BoardTwin"]["properties"]["planning"]
    assert set(planning["required"]) <= set(twin["planning"])


def test_the_shape_of_values() -> None:
    assert shape({"a": 1, "b": [1], "c": None})["properties"] == {
        "a": {"type": ["number", "null"]},
        "b": {"type": "array"},
        "c": {"type": ["number", "string", "null"]},
    }


async def test_it_is_served_as_json() -> None:
    scope = {"type": "http", "app": Starlette(routes=ROUTES), "method": "GET", "headers": []}
    answer = await OpenApi("b1").get(Request(scope))
    assert json.loads(bytes(answer.body)) == json.loads(json.dumps(DOCUMENT))


def test_pages_of_the_document_answer() -> None:
    browser = client({"reports_of_unit": []})
    for path in ("/boards/vn.json", "/boards/vn/tasks.csv", "/boards/vn/readings.json"):
        assert (
            browser.get(path).status_code == 200
            and path.replace("vn", "{scope}") in DOCUMENT["paths"]
        )
