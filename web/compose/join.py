"""Parts of a twin joined into one."""

from typing import Any


def merge(into: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Objects are joined member by member; anything else is replaced."""
    return into | {
        key: merge(into[key], value)
        if isinstance(value, dict) and isinstance(into.get(key), dict)
        else value
        for key, value in more.items()
    }
