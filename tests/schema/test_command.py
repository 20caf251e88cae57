"""A command that fails says one sentence and ends with status 1."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aiokafka.errors import KafkaConnectionError
from psycopg import InterfaceError, OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, UndefinedColumn, UndefinedTable

from schema.command import run
from schema.errors import Contradiction


def failing(error: Exception) -> Callable[[], None]:
    """A command that ends with this error."""

    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Contradiction("two stories"), "error: two stories\n"),
        (UndefinedTable(), "run `python -m schema migrate`\n"),
        (UndefinedColumn(), "run `python -m schema migrate`\n"),
        (OperationalError("gone"), "database cannot be used: gone; is it running, is DATABASE_URL"),
        (InterfaceError("gone"), "database cannot be used: gone; is it running"),
        (IdleInTransactionSessionTimeout("slept"), "database cannot be used: slept; is it running"),
        (KafkaConnectionError("gone"), "is it running, is KAFKA_BOOTSTRAP_SERVERS right?\n"),
    ],
)
def test_one_sentence_and_a_status(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(failing(error))
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("error: ") and said in told and told.count("\n") == 1


@pytest.mark.parametrize("error", [OperationalError("gone"), KafkaConnectionError("gone")])
def test_what_to_do_instead(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(failing(error), then="nothing was changed, run it again")
    assert "gone; nothing was changed, run it again\n" in capsys.readouterr().err


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        run(failing(ZeroDivisionError()))
