"""`/openapi.json`: the HTTP interface, made from the routes there are and the records they carry.

Paths, methods and words come from the routes and the docstrings of their endpoints; bodies and
answers from the msgspec structs by which they are checked and written (JSON Schema 2020-12, as
OpenAPI 3.1 has it). What a twin holds is read off the twin of a board without figures. Nothing here
can be true of another program than this one; the socket `/live` is no HTTP and is told in docs/.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from schema.errors import Fault
from schema.report import Report
from web.api.answers import answer
from web.api.queries import PATH, QUERIES
from web.api.receipts import Receipt
from web.api.reports import Accepted
from web.compose.base import EMPTY

REF = "#/components/schemas/{name}"
KEY: list[dict[str, list[str]]] = [{"key": []}]


class Refusal(Struct, frozen=True, kw_only=True):
    """Why something was not done: one sentence, and each fault with its JSON path."""

    error: str
    faults: list[Fault]


class Confirmation(Struct, frozen=True, kw_only=True):
    """The reports of a POST, all confirmed by Kafka."""

    reports: list[Accepted]


class OpenApi:
    """Tells what the application it is asked in answers to."""

    def __init__(self, version: str) -> None:
        self._version = version

    async def get(self, request: Request) -> Response:
        """This description."""
        return answer(document(request.app.routes, self._version))


def document(routes: Iterable[BaseRoute], version: str) -> dict[str, Any]:
    """The whole description, of the HTTP routes among these."""
    structs, schemas = msgspec.json.schema_components(
        [Report, Confirmation, Receipt, Refusal], ref_template=REF
    )
    assert len(structs) == len({"Report", "Confirmation", "Receipt", "Refusal"} & schemas.keys())
    schemas = {**schemas, "BoardTwin": {**shape(EMPTY), "description": "Twin of a board."}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nhịp",
            "version": version,
            "description": "Live monitoring of a programme. Figures are fractions of 1, unrounded; "
            "a null has a sibling `<name>_state`. Kinds of updates: docs/wire.md.",
        },
        "paths": paths(routes),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def paths(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """Operations by path and method."""
    found: dict[str, Any] = {}
    for route in routes:
        if isinstance(route, Route):
            path = re.sub(r":\w+}", "}", route.path)
            methods = sorted((route.methods or {"GET"}) - {"HEAD"})
            found.setdefault(path, {}).update(
                {method.lower(): operation(route, path, method) for method in methods}
            )
    return found


def operation(route: Route, path: str, method: str) -> dict[str, Any]:
    """One method of one path."""
    name = re.sub(r"[^a-zA-Z0-9]+", "_", path).rstrip("_")
    told: dict[str, Any] = {
        "operationId": f"{method.lower()}{name or '_home'}",
        "summary": summary(route),
        "responses": responses(path, method),
    }
    if parameters := [*of_path(path), *of_query(path)]:
        told["parameters"] = parameters
    if path == "/api/reports":
        body = {"oneOf": [ref("Report"), {"type": "array", "items": ref("Report")}]}
        told |= {"security": KEY, "requestBody": {"required": True, "content": as_json(body)}}
    return told


def summary(route: Route) -> str:
    """The first line of the endpoint's docstring."""
    return (inspect.getdoc(route.endpoint) or "").partition("\n")[0]


def of_path(path: str) -> Iterator[dict[str, Any]]:
    """The places of a path."""
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"},
               "description": PATH[name]}  # fmt: skip


def of_query(path: str) -> Iterator[dict[str, Any]]:
    """What may follow the question mark."""
    page = path if path in QUERIES else without_form(path)
    for name, (about, schema) in QUERIES.get(page, {}).items():
        yield {"name": name, "in": "query", "schema": schema, "description": about}


def without_form(path: str) -> str:
    """The page whose twin or sheet this is."""
    return path.removesuffix(".json").removesuffix(".csv")


def responses(path: str, method: str) -> dict[str, Any]:
    """What comes back, by status."""
    refused = {"description": "Refused; why.", "content": as_json(ref("Refusal"))}
    if path == "/api/reports":
        told = {
            "description": "Kafka has confirmed all of it.",
            "content": as_json(ref("Confirmation")),
        }
        return {"202": told} | dict.fromkeys(("401", "403", "413", "422", "429", "503"), refused)
    if method == "POST" or path in MOVED:
        return {"303": {"description": "Another address."}, "400": refused}
    return {"200": {"description": "OK", "content": content(path)}, "400": refused, "404": refused}


MOVED = ("/", "/tasks", "/tasks.json", "/boards/{scope}/events")
ANSWERS = {
    "/boards/{scope}.json": "BoardTwin",
    "/api/receipts/{report}": "Receipt",
}


def content(path: str) -> dict[str, Any]:
    """The form of an answer: by the end of the path."""
    if path in ANSWERS:
        return as_json(ref(ANSWERS[path]))
    if path.endswith(".csv"):
        return {"text/csv": {"schema": {"type": "string"}}}
    if path.startswith(("/api/", "/-/")) or path.endswith(".json") or path in MACHINE:
        return as_json({"type": "object"})
    if path == "/metrics":
        return {"text/plain": {"schema": {"type": "string"}}}
    return {"text/html": {"schema": {"type": "string"}}}


MACHINE = ("/healthz", "/readyz")


def ref(name: str) -> dict[str, str]:
    """A schema by its name."""
    return {"$ref": REF.format(name=name)}


def as_json(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A body in JSON."""
    return {"application/json": {"schema": schema}}


def shape(value: Any) -> dict[str, Any]:
    """The schema of a twin, from one: objects with their members, figures that may be null."""
    if isinstance(value, dict):
        members = {name: shape(inner) for name, inner in value.items()}
        always = [name for name in members if not name.endswith("_state")]
        return {"type": "object", "properties": members, "required": always}
    if isinstance(value, list):
        return {"type": "array"}
    kinds = {bool: "boolean", int: "number", float: "number", str: "string"}
    kind = kinds.get(type(value))
    return {"type": [kind, "null"]} if kind else {"type": ["number", "string", "null"]}
