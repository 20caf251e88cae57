"""Difficulties, updates, changes of standing and readings as rows of a list.

Of a secret task its title, its text and what was said of it are withheld (Q38).
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from schema.place import task_home
from web.compose.facts import Place
from web.compose.listing import Row
from web.compose.origin import Origin
from web.compose.urge import hidden_title
from web.formats import day, moment
from web.reasons import in_words
from web.words import Words


class Subject(Struct, frozen=True, kw_only=True):
    """A task, or an indicator where `title` is its name."""

    code: str
    title: str
    secret: bool = False

    def name(self, words: Words) -> str:
        """What a page may call it."""
        return hidden_title(words) if self.secret else self.title

    @property
    def href(self) -> str | None:
        """Its page, if it is a task."""
        return f"/tasks/{self.code}" if task_home(self.code) else None


class Difficulty(Struct, frozen=True, kw_only=True):
    """One without an answer."""

    task: Subject
    difficulty: str
    type: str
    text: str
    lead: Place
    asked_of: Place | None
    raised_on: date
    answer_due: date | None
    days: int  # calendar days waited
    late: bool


def of_difficulty(one: Difficulty, words: Words) -> Row:
    """Who asks whom for what, since when."""
    asked = one.asked_of.name_vi if one.asked_of else "—"
    lines = [words.say("list.waiting", asked=asked, day=day(one.raised_on), n=one.days)]
    lines += [one.text] if one.text and not one.task.secret else []
    return Row(
        entry={
            "task": one.task.code,
            "difficulty": one.difficulty,
            "type": one.type,
            "lead": one.lead.code,
            "asked_of": one.asked_of.code if one.asked_of else None,
            "raised_on": one.raised_on.isoformat(),
            "days": one.days,
            "answer_due": one.answer_due.isoformat() if one.answer_due else None,
        },
        kind=words.label(one.type),
        title=one.task.name(words),
        href=one.task.href,
        who=one.lead.name_vi,
        who_href=f"/units/{one.lead.code}",
        lines=tuple(lines),
        late=one.late,
    )


class Told(Struct, frozen=True, kw_only=True):
    """An update as it was judged, its three instants, and where it stands in the log."""

    id: str
    kind: str
    subject: Subject
    unit: Place
    channel: str
    source: str
    occurred_at: datetime
    known_at: datetime
    received_at: datetime
    verdict: str
    reason: str | None
    marks: tuple[str, ...]
    origin: Origin


def of_update(one: Told, words: Words) -> Row:
    """What was reported, by whom, when, and what became of it."""
    reason = None if one.subject.secret else one.reason
    judged = [words.say(f"verdict.{one.verdict}")]
    judged += [in_words(reason, words.lang) or ""] if reason else []
    judged += [marked(mark, words) for mark in one.marks]
    return Row(
        entry={
            "id": one.id,
            "kind": one.kind,
            "subject": one.subject.code,
            "unit": one.unit.code,
            "channel": one.channel,
            "source": one.source,
            "occurred_at": one.occurred_at.isoformat(),
            "reported_at": one.known_at.isoformat(),
            "received_at": one.received_at.isoformat(),
            "verdict": one.verdict,
            "reason": reason,
            "marks": list(one.marks),
        }
        | one.origin.entry,
        kind=words.say("kind." + one.kind.replace(".", "_")),
        title=one.subject.name(words),
        href=f"{one.subject.href}#u-{one.id}" if one.subject.href else None,
        who=one.unit.name_vi,
        who_href=f"/units/{one.unit.code}",
        lines=(instants(one, words), " · ".join(judged), channel(one, words)),
    )


def instants(one: Told, words: Words) -> str:
    """`diễn ra … · báo cáo … · nhận …`."""
    said = (
        ("occurred", one.occurred_at),
        ("reported", one.known_at),
        ("received", one.received_at),
    )
    return " · ".join(f"{words.say(f'task.{name}')} {moment(at)}" for name, at in said)


def channel(one: Told, words: Words) -> str:
    """`kết nối tự động (nqdb) · phân vùng 3, vị trí 1201`."""
    said = f"{words.say(f'channel.{one.channel}')} ({one.source})"
    origin = one.origin.said(words)
    return f"{said} · {origin}" if origin else said


def marked(mark: str, words: Words) -> str:
    """A mark in words, its code where nobody has any."""
    return words.phrases.get(f"page.mark_{mark}", (mark,))[0]


class Turned(Struct, frozen=True, kw_only=True):
    """A change of standing and what caused it: an update, or time alone."""

    at: datetime
    task: Subject
    version: int
    lead: Place
    state_from: str | None
    state_to: str
    sign_from: str | None
    sign_to: str
    reason: str
    cause: str | None  # id of the update; None: a midnight


def of_turn(one: Turned, words: Words) -> Row:
    """From which state to which, when, and why."""
    cause = words.say("list.by_update" if one.cause else "list.by_time")
    before = words.label(one.state_from) if one.state_from else "—"
    href = one.task.href
    return Row(
        entry={
            "at": one.at.isoformat(),
            "task": one.task.code,
            "version": one.version,
            "lead": one.lead.code,
            "from": one.state_from,
            "to": one.state_to,
            "sign_from": one.sign_from,
            "sign_to": one.sign_to,
            "reason": one.reason,
            "update": one.cause,
        },
        kind=f"{before} → {words.label(one.state_to)}",
        title=one.task.name(words),
        href=f"{href}#u-{one.cause}" if href and one.cause else href,
        who=one.lead.name_vi,
        who_href=f"/units/{one.lead.code}",
        lines=(f"{moment(one.at)} · {cause}",),
        sign=one.sign_to,
    )


class Measured(Struct, frozen=True, kw_only=True):
    """A reading in force; the values as text, exactly as they are kept."""

    indicator: Subject
    unit: Place
    period: str
    value: str | None
    num: str | None
    den: str | None
    n: int | None
    edition: str | None
    measure: str
    update: Told | None


def of_reading(one: Measured, words: Words) -> Row:
    """The value of a period, and the update that brought it."""
    exact = f"{one.num}/{one.den}" if one.num is not None and one.den is not None else None
    lines = [" · ".join(filter(None, (one.period, exact, one.edition)))]
    lines += [instants(one.update, words), channel(one.update, words)] if one.update else []
    said = of_update(one.update, words).entry if one.update else {}
    return Row(
        entry={
            "indicator": one.indicator.code,
            "of": one.unit.code,
            "period": one.period,
            "value": one.value,
            "num": one.num,
            "den": one.den,
            "n": one.n,
            "edition": one.edition,
        }
        | said,
        kind=f"{one.value if one.value is not None else '—'} {one.measure}",
        title=one.indicator.title,
        href=None,
        who=one.unit.name_vi,
        who_href=f"/boards/{one.unit.code}",
        lines=tuple(lines),
    )
