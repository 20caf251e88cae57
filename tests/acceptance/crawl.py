"""Follows every link of the site from one page on, a few of each shape, and remembers what broke.

Links of one shape (the same route, the same names in the query) are thousands: of each shape so
many are opened, spread over all that were found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

MOST = 5
"""Addresses opened of each shape."""
FEW = 30
"""Pages whose links to another ground are followed."""
CODE = re.compile(r"^(vn|tw|dn|f|m)([.@].*)?$")


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if at.get("id"):
            self.ids.add(str(at["id"]))
        for name in ("href", "src", "action"):
            if at.get(name) and at.get("method", "get") != "post" and tag != "use":
                self.links.append(str(at[name]))


class Crawl:
    """`broken`: address → what came and where it was found; `pages`: texts by address."""

    def __init__(self, base: str, http: httpx2.Client) -> None:
        self._base = base
        self._http = http
        self.shapes: defaultdict[str, int] = defaultdict(int)
        self.pages: dict[str, str] = {}
        self.broken: dict[str, str] = {}
        self._seen: set[str] = set()

    def run(self, begin: str) -> None:
        """Open pages until no shape has links left to try."""
        waiting = [(begin, "the beginning")]
        while waiting:
            address, found_on = waiting.pop(0)
            if address in self._seen or self.shapes[shape(address)] >= MOST:
                continue
            self._seen.add(address)
            self.shapes[shape(address)] += 1
            waiting += [(link, address) for link in self._open(address, found_on)]

    def _open(self, address: str, found_on: str) -> list[str]:
        answer = self._http.get(
            self._base + address, headers={"accept": "text/html"}, follow_redirects=True
        )
        if answer.status_code != 200:
            self.broken[address] = f"{answer.status_code}, linked on {found_on}"
            return []
        if "text/html" not in answer.headers["content-type"]:
            return []
        self.pages[address] = answer.text
        here = answer.url.path + (f"?{answer.url.query.decode()}" if answer.url.query else "")
        return self._links(Links(answer.text), here)

    def _links(self, found: Links, here: str) -> list[str]:
        inside: list[str] = []
        for link in found.links:
            parts = urlsplit(urljoin(self._base + here, link))
            if f"{parts.scheme}://{parts.netloc}" != self._base or link == "#":
                continue
            if "theme=" in parts.query and len(self.pages) > FEW:
                continue  # the same page on another ground
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if address == here and parts.fragment and parts.fragment not in found.ids:
                self.broken[f"{address}#{parts.fragment}"] = "no such place on the page"
            inside.append(address)
        return spread(list(dict.fromkeys(inside)))


def spread(links: list[str]) -> list[str]:
    """Links of a long list in an order that reaches all of it early."""
    stride = max(1, len(links) // MOST)
    return [link for begin in range(stride) for link in links[begin::stride]]


def shape(address: str) -> str:
    """The route and the names of the query; codes of the path go by their sort."""
    parts = urlsplit(address)
    steps = [_sort(step) for step in parts.path.split("/")]
    return "/".join(steps) + "?" + "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))


def _sort(step: str) -> str:
    stem = re.sub(r"\.(json|csv)$", "", step)
    form = step.removeprefix(stem)
    if re.search(r"\.t\d+$", stem):
        return "{task}" + form
    if re.fullmatch(r"[0-9a-f-]{36}", stem):
        return "{id}" + form
    if not CODE.match(stem):
        return step
    sort = "{programme}" if "@" in stem else "{scope}" if stem.count(".") < 2 else "{commune}"
    return sort + form
