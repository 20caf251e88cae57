"""Shares of one as integers, rounded half up before any sum (Q88)."""


def share(part: int, whole: int) -> int:
    """part/whole in 1/10,000, rounded half up; `whole` > 0, `part` >= 0."""
    return (20_000 * part + whole) // (2 * whole)
