"""A page that shows `before` and is told the changes shows `after`."""

from hypothesis import given
from hypothesis import strategies as st

from web.compose.view import GONE, Figure, changes, same, snapshot

FIGURES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Figure, st.integers(0, 3), st.sampled_from(["0", "1"]), st.sampled_from(["", "none"])
    ),
)
Shown = dict[str, tuple[object, str, str]]


def applied(page: Shown, moved: Shown) -> Shown:
    """What figures.js does with the `f` of a frame."""
    page = page | moved
    return {pointer: shown for pointer, shown in page.items() if shown != GONE}


@given(FIGURES, FIGURES)
def test_snapshot_and_changes_are_a_fresh_snapshot(
    before: dict[str, Figure], after: dict[str, Figure]
) -> None:
    assert applied(snapshot(before), changes(before, after)) == snapshot(after)


@given(FIGURES)
def test_nothing_is_said_when_nothing_moved(figures: dict[str, Figure]) -> None:
    assert changes(figures, figures) == {}


def test_age_alone_is_no_change() -> None:
    assert same(Figure(1, "1"), Figure(1, "1", coverage=0.5))
    assert not same(None, Figure(1, "1"))
