"""Who waits for whom."""

from tests.web.office import waiting
from web.compose.waiting import rows
from web.words import words


def test_a_wait_past_its_date_is_late() -> None:
    made = rows("asked", (waiting(), waiting(late=False)), words("vi"))
    assert made.said["asked/0/days"] == ("12", "overdue")
    assert made.said["asked/1/days"] == ("12", "")


def test_words() -> None:
    (row,) = rows("asked", (waiting(asked_of=None, answer_due=None),), words("en")).page["lines"]
    assert (row["type"], row["asked_of"], row["answer_due"]) == ("Funding", None, None)
