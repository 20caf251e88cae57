"""`/boards/{scope}/why?figure=&from=&to=`: why a figure moved, leaf by leaf, with what happened.

`.json` and `.csv` beside it. What the two ends stand on: ``web.pages.ends``. Figures of integers of
leaves are taken apart by ``web.compose.why``, all others by ``web.compose.accounts``; where
nothing can tell, the answer says why not, and where to look.
"""

from __future__ import annotations

from asyncio import to_thread
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from schema.unit import ROOT
from web.compose import why_view
from web.compose.accounts import account, unshared, view
from web.compose.accounts.account import Account
from web.compose.accounts.names import figure_name
from web.compose.accounts.unshared import Unshared
from web.compose.doors import base, tasks
from web.compose.moment import Moment
from web.compose.names import full_name
from web.compose.parts import FIGURES_OF_TASKS
from web.compose.tile import Tile, figures
from web.compose.why import KNOWN, WhyFacts, explain, twin
from web.facts.directory import Directory
from web.facts.reach import is_unit
from web.formats import moment as said_moment
from web.pages import accounts
from web.pages.accounts import Accounts
from web.pages.ends import Asked, NotClosed, asked
from web.pages.frame import Frame, as_twin
from web.pages.kept import Later
from web.pages.moves import Moves
from web.pages.sheet import as_sheet
from web.pages.span import BadSpan
from web.site import Site
from web.words import Words

Made = tuple[Tile, tuple[Moment | None, Moment | None]]
"""A page's figures and the two ends they stand on."""


class Reasons:
    """The page, its twin and its sheet."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._moves = Moves(site)
        self._accounts = Accounts(site, self._moves)

    async def page(self, request: Request) -> Response:
        """Take the difference of one figure apart."""
        frame, known = Frame(self._site, request), self._site.country.directory
        scope, _, programme = request.path_params["scope"].partition("@")
        figure = request.query_params.get("figure", "planning/on_time_rate")
        if not known.knows(scope, programme):
            return frame.problem(404, "problem.no_board", asked=scope[:80])
        if not (figure in KNOWN or accounts.known(figure) or unshared.reason(figure)):
            return frame.problem(404, "problem.no_why", asked=figure[:80])
        try:
            ends = asked(request.query_params, self._site.clock.now())
            made = await self._made(frame, scope, programme, figure, ends)
        except (BadSpan, NotClosed) as error:
            return frame.problem(400, "problem.bad_filter", asked=str(error)[:200])
        except Unshared as error:
            return self._unshared(frame, scope, programme, figure, error.reason)
        return self._answer(frame, made, scope, programme, figure)

    async def _made(
        self, frame: Frame, scope: str, programme: str, figure: str, ends: tuple[Asked, Asked]
    ) -> Made:
        known, here = self._site.country.directory, base({"scope": scope, "programme": programme})
        query = asked_again(figure, ends)
        if figure in KNOWN:
            facts = await self._moves.read(scope, programme, figure, ends)
            return await to_thread(_explained, facts, here, known, frame.words, query)
        reason = unshared.reason(figure)
        if reason and not accounts.known(figure):
            raise Unshared(reason)
        one = await self._accounts.read(scope, programme, figure, ends)
        return await to_thread(_accounted, one, here, known, frame.words, query)

    def _answer(
        self,
        frame: Frame,
        made: Made,
        scope: str,
        programme: str,
        figure: str,
    ) -> Response:
        told, path = made[0].twin, frame.request.url.path
        if path.endswith(".json"):
            return as_twin(told)
        if path.endswith(".csv"):
            return as_sheet(account.table(told), f"nhip-why-{scope}", frame.request)
        known, words = self._site.country.directory, frame.words
        return frame.page(
            "why.html",
            figures=figures(made[0], told, self._site.clock.now()),
            page=made[0].page,
            path=frame.crumbs(known.path(scope)),
            place=full_name(known.place(scope), words),
            figure=figure,
            name=figure_name(figure, known.catalogue, words),
            figure_list=[(each, figure_name(each, known.catalogue, words)) for each in offered()],
            begin=end_of(made[1][0], frame),
            end=end_of(made[1][1], frame),
            here=base({"scope": scope, "programme": programme}),
            query=urlencode(dict(frame.request.query_params)),
            parts=tasks({"scope": scope, "programme": programme}, figure=figure)
            if figure in FIGURES_OF_TASKS
            else None,
        )

    def _unshared(
        self, frame: Frame, scope: str, programme: str, figure: str, reason: str
    ) -> Response:
        """Why the figure cannot be shared, in words, and where more is told."""
        known, words = self._site.country.directory, frame.words
        here = base({"scope": scope, "programme": programme})
        instead = [instead_of(key, here, scope, figure) for key in unshared.REASONS[reason]]
        told: dict[str, Any] = {
            "scope": scope, "programme": programme, "figure": figure, "attributable": False,
            "reason": reason, "why": words.say(f"why.no_{reason}"), "instead": instead,
        }  # fmt: skip
        path = frame.request.url.path
        if path.endswith(".json"):
            return as_twin(told)
        if path.endswith(".csv"):
            rows = [list(told), [told[key] for key in told if key != "instead"]]
            return as_sheet(rows, f"nhip-why-{scope}", frame.request)
        return frame.page(
            "why_not.html",
            path=frame.crumbs(known.path(scope)),
            place=full_name(known.place(scope), words),
            name=figure_name(figure, known.catalogue, words),
            text=told["why"],
            links=[
                (words.say(f"why.see_{key}"), href)
                for key, href in zip(unshared.REASONS[reason], instead, strict=True)
            ],
        )


def _explained(
    read: Later[WhyFacts], here: str, known: Directory, words: Words, query: str
) -> Made:
    facts = read()
    found = explain(facts)
    told = twin(facts, found, here)
    made = why_view.tile(told, found, known.place, words, query)
    return made, (facts.begin.moment, facts.end.moment)


def _accounted(read: Later[Account], here: str, known: Directory, words: Words, query: str) -> Made:
    one = read()
    told = account.twin(one, here)
    return view.tile(told, one, known.catalogue, known.place, words, query), (one.begin, one.end)


def end_of(end: Moment | None, frame: Frame) -> dict[str, str]:
    """An end in words, as the form asks for it, and what was asked where that is not kept."""
    if end is None:
        return {"said": "", "asked": "", "instead": ""}
    if end.kept == "now":
        return {"said": frame.words.say("why.now"), "asked": "", "instead": end.asked}
    day = end.day.isoformat() if end.day and end.kept == "close" else ""
    said = said_moment(end.at) if not day else frame.words.say("why.close", day=_day(day))
    return {"said": said, "asked": day or end.at.isoformat(), "instead": end.asked}


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def asked_again(figure: str, ends: tuple[Asked, Asked]) -> str:
    """The question, for another board."""
    return urlencode({"figure": figure, "from": ends[0].text, "to": ends[1].text})


def instead_of(key: str, here: str, scope: str, figure: str) -> str:
    """The address of a page that tells more."""
    whole = quote(scope if is_unit(scope) else ROOT)  # without its programme
    return {
        "updates": f"{here}/updates", "windows": f"{here}/windows", "board": here,
        "tasks": f"{here}/tasks", "readings": f"{here}/readings", "ranking": "/ranking",
        "programme_off": f"/boards/{whole}/why?{urlencode({'figure': figure})}",
    }[key]  # fmt: skip


def offered() -> list[str]:
    """The figures to choose from."""
    return [*sorted(KNOWN), *accounts.FIGURES]
