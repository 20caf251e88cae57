"""Read what the feed must know of the country from SQL, as an agency's own system would know it."""

from __future__ import annotations

from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load
from schema.states import State
from stream.sample.view import Known, Question, View

_SQL = load("sample")
_WHOLE = 10_000


async def look(connection: AsyncConnection[Row]) -> View:
    """The country as it is folded now."""
    tasks = [
        *await (await connection.execute(_SQL.open_tasks)).fetchall(),
        *await (await connection.execute(_SQL.done_tasks)).fetchall(),
    ]
    questions = await (await connection.execute(_SQL.open_difficulties)).fetchall()
    highest = await (await connection.execute(_SQL.highest_numbers)).fetchall()
    provinces = await (await connection.execute(_SQL.provinces)).fetchall()
    return View(
        [known(row) for row in tasks],
        [Question(task=task, difficulty=code, asked_of=asked) for task, code, asked in questions],
        {str(home): int(number) for home, number in highest if number is not None},
        {str(code): str(name) for code, name in provinces},
    )


def known(row: Row) -> Known:
    """A task from its row."""
    code, lead, assigned_by, state, due, progress = row
    return Known(
        code=code,
        lead=lead,
        assigned_by=assigned_by,
        state=State(state),
        due=due,
        progress=None if progress is None else progress / _WHOLE,
    )
