"""The documented table of settings, made from the settings themselves."""

from __future__ import annotations

from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from schema.settings import Settings

_HEAD = "| variable | default | meaning |\n|---|---|---|\n"


def variable(name: str, field: FieldInfo) -> str:
    """The environment variable of a setting."""
    alias = field.validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"NHIP_{name.upper()}"


def table() -> str:
    """The Markdown table of every setting."""
    return _HEAD + "\n".join(
        f"| `{variable(name, field)}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    )


def _default(field: FieldInfo) -> str:
    value = field.default
    return "—" if value in ("", None, PydanticUndefined) else f"`{value}`"
