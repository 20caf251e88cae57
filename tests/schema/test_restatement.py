"""Why a past day is worth something else: the words that SQL keeps."""

from schema.restatement import Why
from schema.tables import tables


def test_the_table_tells_every_word() -> None:
    (table,) = [one for one in tables("build") if one.name == "restated"]
    (column,) = [one for one in table.columns if one.name == "why"]
    assert column.comment == ", ".join(why.value for why in Why)
