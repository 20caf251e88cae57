"""The documented table of settings, made from the settings themselves."""

from __future__ import annotations

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from schema.settings import Settings, variable

_HEAD = "| variable | default | meaning |\n|---|---|---|\n"


def table() -> str:
    """The Markdown table of every setting."""
    return _HEAD + "\n".join(
        f"| `{variable(name, field)}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    )


def _default(field: FieldInfo) -> str:
    value = field.default
    return "—" if value in ("", None, PydanticUndefined) else f"`{value}`"
