"""Model ids that every process gives alike: view, then a running number.

With Bokeh's own ids (one counter a process) a viewer that reconnects to another web process would
get a snapshot of strangers and have to reload. Named before the first `add_root`, the documents of
two processes are equal byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable

from bokeh.core.types import ID
from bokeh.document import Document
from bokeh.model import Model


def name_models(document: Document, view: str, roots: Iterable[Model]) -> None:
    """Rename `roots`, all they refer to and the document's own models, in order of creation.

    Call before the roots are added; `view` is unique among the documents one page may show.
    """
    models: set[Model] = set()
    for model in (*roots, document.config):
        models |= model.references()
    for number, model in enumerate(sorted(models, key=_created)):
        setattr(model, "_id", ID(f"{view}:{number}"))  # noqa: B010 (not in Bokeh's type hints)


def _created(model: Model) -> int:
    """Bokeh numbers models `p1000`, `p1001`, … in the order they are made."""
    return int(str(model.id).lstrip("p"))
