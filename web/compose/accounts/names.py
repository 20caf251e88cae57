"""What figures, parts and leaves of accounts are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from schema.catalogue import Catalogue
from web.compose.accounts.item import Item
from web.compose.accounts.rolling import whole_of
from web.compose.facts import Place
from web.formats import day
from web.words import Words

OTHERS = {
    "index": "tiers.index", "strategic/index": "why.strategic_index",
    "strategic/coverage": "why.strategic_coverage", "score": "rank.score",
    "score/on_time": "why.part_on_time", "score/spi_t": "tiers.spi_t", "score/dq": "why.part_dq",
    "score/lateness": "why.part_lateness",
}  # fmt: skip


def figure_name(figure: str, known: Catalogue, words: Words) -> str:
    """A figure by its pointer."""
    family, _, rest = figure.partition("/")
    if figure in OTHERS:
        return words.say(OTHERS[figure])
    if family == "windows":
        window, _, name = rest.removesuffix("/n").partition("/")
        return f"{_window(name, words)} · {words.say(f'windows.{window}')}"
    if family == "strategic":
        return _named(rest, known, words)
    if family == "instances":
        spoken = figure_name(f"planning/{rest}", known, words)
        return f"{words.say('why.instances')}: {spoken}"
    if family == "quality":
        return words.say(f"why.part_{rest}")
    key = f"figure.{figure.replace('/', '_')}"
    return words.say(key) if key in words.phrases else figure


def whole_name(figure: str, words: Words) -> str:
    """Of what a percentage is a share."""
    if figure.startswith("windows/"):
        return words.say("why.whole_window", name=_window(whole_of(figure), words).lower())
    return words.say(f"why.whole_{figure.rpartition('/')[2]}")


def part_name(part: str, known: Catalogue, words: Words) -> str:
    """The way to a leaf: `spi_t/es/ev` in words; codes of the ladder by their names."""
    return " › ".join(_step(step, known, words) for step in part.split("/")) if part else ""


def item_name(
    item: Item | None, place: Callable[[str], Place], known: Catalogue, words: Words
) -> str:
    """A leaf; None is a part as a whole."""
    if item is None:
        return words.say("why.known")
    unit = place(item.unit) if item.unit else None
    name = (unit.short_vi or unit.name_vi) if unit else ""
    match item.kind:
        case "reading" | "path" | "target" | "baseline":
            about = words.say(f"why.{item.kind}")
            return f"{_indicator(item.code, known, words)} · {about} · {name}"
        case "task":
            return f"{item.code} · {name}"
        case "day":
            return f"{day_of(item.day)} · {name}"
        case "time" | "method":
            return words.say(f"why.{item.kind}")
        case "plan":
            return words.say(f"why.plan_{item.code}")
    return name


def day_of(text: str) -> str:
    """A local day as people write it."""
    return day(date.fromisoformat(text))


def _named(rest: str, known: Catalogue, words: Words) -> str:
    group, _, code = rest.partition("/")
    if group == "indicators":
        return _indicator(code, known, words)
    return _step(code, known, words)


def _step(step: str, known: Catalogue, words: Words) -> str:
    """A part by its phrase, or a programme, field, objective or indicator by its name."""
    key = f"why.part_{step}"
    if key in words.phrases:
        return words.say(key)
    names = {one.code: (one.name_vi, one.name_en) for one in known.fields}
    names |= {one.code: (one.name_vi, one.name_en) for one in known.objectives}
    if step in names:
        return names[step][words.lang == "en"] or step
    if step in known.indicator_by_code:
        return _indicator(step, known, words)
    return step.upper()


def _indicator(code: str, known: Catalogue, words: Words) -> str:
    one = known.indicator_by_code.get(code)
    if one is None:
        return code
    return one.name_en if words.lang == "en" and one.name_en else one.name_vi


def _window(name: str, words: Words) -> str:
    whole = name.removesuffix("_rate").replace("/", "_")
    spoken = {"completions_on_time": "completions_on_time", "reporting": "reporting_units",
              "communes": "communes_reporting"}  # fmt: skip
    key = f"windows.{spoken.get(whole, whole)}"
    said = words.say(key).lstrip("– ") if key in words.phrases else name
    return f"{said} ({words.say('why.rate')})" if name.endswith("_rate") else said
