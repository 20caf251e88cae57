"""A catalogue file (YAML) → records, or every fault in it with its path.

Sections in the order people read them; a row that cannot be read is named (``$.units[12]: …``) and
the others are read all the same, so that one run shows every mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
import yaml
from msgspec import Struct

from schema import catalogue_rows as rows
from schema.catalogue import Catalogue, League, Method, UnitChange
from schema.catalogue_check import check
from schema.catalogue_places import PLACES
from schema.errors import CatalogueError, Fault
from schema.unit import Unit

FORMAT = 1
"""The version of the file's form; another one is refused."""


class _Header(Struct, frozen=True, kw_only=True):
    """What stands before the sections."""

    format: int
    name: dict[str, str]
    sample: bool = False
    places: str | None = None


class _Changes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A merger or split as written."""

    kind: str
    sources: tuple[str, ...] = msgspec.field(name="from")
    to: tuple[str, ...]
    on: str

    def record(self) -> UnitChange:
        """The change."""
        change = {"kind": self.kind, "sources": self.sources, "to": self.to, "on": self.on}
        return msgspec.convert(change, UnitChange)


_T_co = TypeVar("_T_co", covariant=True)
_T = TypeVar("_T")


class _Row(Protocol[_T_co]):
    """A row that can become its record."""

    def record(self) -> _T_co:
        """The record."""


def load(path: Path) -> Catalogue:
    """The catalogue in a file; raises CatalogueError naming every fault, one a line."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: expected a readable UTF-8 file, got {error}") from error
    catalogue, faults = parse(text)
    if catalogue is None or faults:
        raise CatalogueError("\n".join(f"{fault.path}: {fault.reason}" for fault in faults))
    return catalogue


def parse(text: str) -> tuple[Catalogue | None, list[Fault]]:
    """The catalogue written in `text` and every fault; None when it is too broken to build."""
    try:
        document = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [Fault(path="$", reason=f"expected YAML, got {' '.join(str(error).split())}")]
    if not isinstance(document, dict):
        return None, [Fault(path="$", reason="expected a mapping with `format`, `name`, `units` …")]
    reader = _Reader(document)
    catalogue = reader.catalogue()
    return catalogue, reader.faults or (check(catalogue) if catalogue else [])


class _Loader(yaml.CBaseLoader):
    """Every scalar stays a text until its field says what it is; no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping whose keys are all different."""
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) < len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice in this mapping", node.start_mark
            )
        return mapping


class _Reader:
    """Reads one document; `faults` grows on the way."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.seen = {"format", "name", "sample", "places"}

    def catalogue(self) -> Catalogue | None:
        """Every section, built into one record."""
        header = self._header()
        units, leagues = self._rows("units", rows.UnitRow), self._rows("leagues", rows.LeagueRow)
        places = self._places(header.places if header else None)
        sections: dict[str, Any] = {
            "units": (*units, *places[0]),
            "memberships": self._rows("moves", rows.MoveRow),
            "changes": self._rows("changes", _Changes),
            "programmes": self._rows("programmes", rows.ProgrammeRow),
            "fields": self._rows("fields", rows.FieldRow),
            "objectives": self._rows("objectives", rows.ObjectiveRow),
            "indicators": self._rows("indicators", rows.IndicatorRow),
            "sources": self._rows("sources", rows.SourceRow),
            "leagues": (*leagues, *places[1]),
            "posts": self._rows("posts", rows.PostRow),
            "method": self._method(),
        }
        self._unknown_sections()
        if header is None:
            return None
        names = header.name
        return Catalogue(
            name_vi=names.get("vi", ""),
            name_en=names.get("en", ""),
            sample=header.sample,
            **sections,
        )

    def _header(self) -> _Header | None:
        header = self._convert(self.document, _Header, "$")
        if header is None:
            return None
        if header.format != FORMAT:
            self._fault("$.format", f"expected {FORMAT}, got {header.format}")
        for language in ("vi", "en"):
            if not header.name.get(language):
                self._fault(f"$.name.{language}", "expected a name, got none")
        return header

    def _places(self, name: str | None) -> tuple[Iterable[Unit], Iterable[League]]:
        if name is None:
            return (), ()
        if name not in PLACES:
            self._fault("$.places", f"expected one of {', '.join(PLACES)}, got {name}")
            return (), ()
        return PLACES[name]()

    def _method(self) -> Method:
        self.seen.add("method")
        written = self.document.get("method", {})
        method = self._convert(written, Method, "$.method", _numbers_in_parameters)
        return method or Method()

    def _rows(self, section: str, row: type[_Row[_T]]) -> tuple[_T, ...]:
        self.seen.add(section)
        written = self.document.get(section, [])
        if not isinstance(written, list):
            self._fault(f"$.{section}", f"expected a list, got {type(written).__name__}")
            return ()
        found = [self._record(item, row, f"$.{section}[{n}]") for n, item in enumerate(written)]
        return tuple(record for record in found if record is not None)

    def _record(self, item: object, row: type[_Row[_T]], path: str) -> _T | None:
        read = self._convert(item, row, path)
        if read is None:
            return None
        try:
            return read.record()
        except (ValueError, msgspec.ValidationError) as error:
            self._fault(path, str(error))
            return None

    def _convert(
        self,
        item: object,
        kind: type[_T],
        path: str,
        prepare: Callable[[Any], Any] = lambda item: item,
    ) -> _T | None:
        try:
            return msgspec.convert(prepare(item), kind, strict=False)
        except msgspec.ValidationError as error:
            reason, mark, where = str(error).rpartition(" - at `$")
            self._fault(path + where.rstrip("`") if mark else path, reason if mark else str(error))
            return None

    def _unknown_sections(self) -> None:
        for key in self.document:
            if key not in self.seen:
                self._fault(f"$.{key}", f"expected one of {', '.join(sorted(self.seen))}")

    def _fault(self, path: str, reason: str) -> None:
        self.faults.append(Fault(path=path, reason=reason))


def _numbers_in_parameters(written: object) -> object:
    """Parameters are numbers where they look like one, else texts."""
    if not isinstance(written, dict) or not isinstance(written.get("parameters"), dict):
        return written
    numbers = {key: _number(value) for key, value in written["parameters"].items()}
    return {**written, "parameters": numbers}


def _number(text: object) -> object:
    try:
        return float(text) if isinstance(text, str) else text
    except ValueError:
        return text
