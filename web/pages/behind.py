"""Reads what is behind figures: rows of `parts.sql` in, rows of a list out, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from schema.catalogue import Indicator
from schema.clock import local_day
from web.compose import listed
from web.compose.listed import Subject, Told
from web.compose.listing import Row
from web.compose.origin import Origin
from web.compose.why import Leaf
from web.facts.reach import FIELD, is_unit
from web.pages.reads import Reads
from web.pages.span import BadSpan
from web.site import Site
from web.words import Words

AT = "~"
Read = tuple[tuple[Row, ...], str | None, int, int]
"""Rows of a page, the key of the last one, how many there are in all, of how many."""


class Behind:
    """Reads for one instant."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads = Reads(site, "parts")

    async def read(
        self,
        name: str,
        scope: str,
        asked: Mapping[str, str],
        given: Mapping[str, Any],
        words: Words,
    ) -> Read:
        """A page of one of the lists of ``AFTER``."""
        known = self._site.country.directory
        unit = asked.get("unit", "")
        whole = {
            **known.reach(scope).given,
            "within": list(known.lines.leads(unit)) if unit else None,
            "channel": asked.get("channel", ""),
            "subject": asked.get("subject", ""),
            "by_task": bool(
                asked.get("of") == "tasks"
                or asked.get("leaf")
                or given["programme"]
                or not is_unit(scope)
            ),
            "leaf": leaf_of(asked.get("leaf", "")),
            "type": asked.get("type", ""),
            "asked_of": asked.get("asked_of", ""),
            "indicators": self._indicators(scope, asked.get("indicator", "")),
            "after_code": "",
            **{key: None for key in _KEYS},
            **given,
        }
        rows = await self._reads.rows(name, **whole)
        totals = await self._reads.rows(f"count_{name}", **whole)
        count, of = totals[0] if totals else (0, 0)
        make = getattr(self, f"_{name}")
        last = make(rows[-1], words)[1] if rows else None
        return tuple(make(row, words)[0] for row in rows), last, count, of

    def _difficulties(self, row: tuple[Any, ...], words: Words) -> tuple[Row, str]:
        raised, task, code, title, secrecy, lead, type_, text, asked, due = row
        today = local_day(self._site.clock.now())
        one = listed.Difficulty(
            task=subject(task, title, secrecy), difficulty=code, type=type_, text=text or "",
            lead=self._reads.place(lead or task.rpartition(".t")[0]),
            asked_of=self._reads.place(asked) if asked else None, raised_on=raised,
            answer_due=due, days=(today - raised).days, late=due is not None and due < today,
        )  # fmt: skip
        return listed.of_difficulty(one, words), AT.join((raised.isoformat(), task, code))

    def _updates(self, row: tuple[Any, ...], words: Words) -> tuple[Row, str]:
        received, id_, kind, code, title, secrecy, unit, channel, source = row[:9]
        occurred, known, verdict, reason, marks, report, partition, offset = row[9:]
        one = Told(
            id=id_, kind=kind, subject=self._subject(code, title, secrecy),
            unit=self._reads.place(unit), channel=channel, source=source, occurred_at=occurred,
            known_at=known, received_at=received, verdict=verdict, reason=reason,
            marks=tuple(marks or ()),
            origin=Origin(report=report, partition=partition, offset=offset),
        )  # fmt: skip
        return listed.of_update(one, words), AT.join((received.isoformat(), id_))

    def _turns(self, row: tuple[Any, ...], words: Words) -> tuple[Row, str]:
        at, code, version, title, secrecy, lead, *states, reason, cause = row
        one = listed.Turned(
            at=at, task=subject(code, title, secrecy), version=version,
            lead=self._reads.place(lead or code.rpartition(".t")[0]), state_from=states[0],
            state_to=states[1], sign_from=states[2], sign_to=states[3], reason=reason, cause=cause,
        )  # fmt: skip
        return listed.of_turn(one, words), AT.join((at.isoformat(), code, str(version)))

    def _readings(self, row: tuple[Any, ...], words: Words) -> tuple[Row, str]:
        code, unit, period, value, num, den, n, edition, occurred, known, marks = row[:11]
        received, by, channel, source, verdict, id_, report, partition, offset = row[11:]
        indicator = self._site.country.directory.catalogue.indicator_by_code.get(code)
        about = Subject(code=code, title=name_of(indicator, code, words))
        update = None
        if id_ is not None:
            update = Told(
                id=id_, kind="indicator.reading", subject=about, unit=self._reads.place(by),
                channel=channel, source=source, occurred_at=occurred, known_at=known,
                received_at=received, verdict=verdict, reason=None, marks=tuple(marks or ()),
                origin=Origin(report=report, partition=partition, offset=offset),
            )  # fmt: skip
        one = listed.Measured(
            indicator=about, unit=self._reads.place(unit), period=period, value=text(value),
            num=text(num), den=text(den), n=n, edition=edition,
            measure=indicator.measure if indicator else "", update=update,
        )  # fmt: skip
        return listed.of_reading(one, words), AT.join((code, unit, period))

    def _subject(self, code: str, title: str | None, secrecy: str | None) -> Subject:
        indicator = self._site.country.directory.catalogue.indicator_by_code.get(code)
        return subject(code, indicator.name_vi if indicator else title, secrecy)

    def _indicators(self, scope: str, asked: str) -> list[str]:
        """Those of a scope: of a field its own, of a post those of its fields."""
        known = self._site.country.directory.catalogue
        if asked:
            return [asked]
        fields: tuple[str, ...] | None = None
        if not is_unit(scope):
            posts = {post.code: post.fields for post in known.posts}
            fields = posts.get(scope, (scope.removeprefix(FIELD),))
        of = {each.code: each.field for each in known.objectives}
        return [
            each.code
            for each in known.indicators
            if fields is None or of.get(each.objective) in fields
        ]


def leaf_of(text: str) -> list[str]:
    """A leaf as "why did it move" names it; [] for any."""
    pieces = text.split(AT) if text else []
    if pieces and len(pieces) != len(Leaf._fields):
        raise BadSpan(f"expected lead~programme~plan~objective~field~post, got {text[:80]}")
    return pieces


def subject(code: str, title: str | None, secrecy: str | None) -> Subject:
    """A task of which only the code may be known."""
    return Subject(code=code, title=title or code, secret=secrecy not in (None, "none"))


def name_of(indicator: Indicator | None, code: str, words: Words) -> str:
    """An indicator in the language of the page."""
    if indicator is None:
        return code
    return (indicator.name_en if words.lang == "en" else indicator.name_vi) or code


def text(value: Any) -> str | None:
    """A number of SQL exactly as it is."""
    return None if value is None else format(value, "f")


_KEYS = (
    "after_day",
    "after_more",
    "after_at",
    "after_id",
    "after_version",
    "after_unit",
    "after_period",
)


def _pieces(key: str, names: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    found = key.split(AT)
    if len(found) != len(names) or "\0" in key:
        raise BadSpan(f"expected the key of a row, got {key[:80]}")
    try:
        return {name: read(piece) for (name, read), piece in zip(names.items(), found, strict=True)}
    except ValueError as error:
        raise BadSpan(f"expected the key of a row, got {key[:80]}") from error


def _count(text: str) -> int:
    found = int(text)
    if abs(found) >> 63:
        raise ValueError(f"expected an integer of 64 bits, got {text[:20]}")
    return found


AFTER: dict[str, Callable[[str], dict[str, Any]]] = {
    "difficulties": lambda key: _pieces(
        key, {"after_day": date.fromisoformat, "after_code": str, "after_more": str}
    ),
    "updates": lambda key: (
        _pieces(key, {"after_at": datetime.fromisoformat, "after_id": UUID}) | {"after_code": "x"}
    ),
    "turns": lambda key: _pieces(
        key, {"after_at": datetime.fromisoformat, "after_code": str, "after_version": _count}
    ),
    "readings": lambda key: _pieces(
        key, {"after_code": str, "after_unit": str, "after_period": str}
    ),
}
"""How the key of a list's last row is told in an address."""
