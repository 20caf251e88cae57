"""A table as CSV; `?excel=1` as Vietnamese spreadsheets want it (semicolons, byte order mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.responses import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the begin of a formula."""


def as_sheet(
    rows: Iterable[Sequence[object]], name: str, request: Request, following: str | None = None
) -> Response:
    """The rows, the head first; where there is more, `Link: rel="next"` says where."""
    excel = request.query_params.get("excel") == "1"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    body = ("\N{BYTE ORDER MARK}" if excel else "") + text.getvalue()
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)


def safe(value: object) -> object:
    """A cell no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
