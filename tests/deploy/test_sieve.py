import pytest

from deploy.sieve import Sieve

AT = "2026-11-22 05:11:08,076"


@pytest.mark.parametrize(
    "line",
    [
        f"{AT} INFO stream.roll.election: leads build 1",
        f"{AT} DEBUG web: ERROR is only a word of this message",
        '{"standings": 25, "event": "judged", "level": "info"}',
    ],
)
def test_what_goes_well_is_quiet(line: str) -> None:
    assert not Sieve().lets_through(line)


@pytest.mark.parametrize(
    "line",
    [
        f"{AT} WARNING web.log: Kafka is away",
        '{"event": "ended", "level": "error"}',
        "Traceback (most recent call last):",
        "fold: expected the tables of this version, found none",
        "sample country M, day 0 22/11/2026, is written",
    ],
)
def test_what_does_not_and_plain_sentences_are_shown(line: str) -> None:
    assert Sieve().lets_through(line)


def test_what_is_indented_belongs_to_the_line_before() -> None:
    sieve = Sieve()
    story = [
        (f"{AT} INFO web: two", False),
        ("  lines", False),
        (f"{AT} ERROR web: failed", True),
        ("Traceback (most recent call last):", True),
        ('  File "web.py", line 1', True),
        ("ValueError: no", True),
        (f"{AT} INFO web: on again", False),
    ]
    assert [sieve.lets_through(line) for line, _ in story] == [shown for _, shown in story]
