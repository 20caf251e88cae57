"""Data quality of a unit with everything below it (mission §4.6, Q62–69).

`slots` and `live`: what a task adds, on a day. `checks`: what an update adds. `pool`: a scope's
integers from leaves, days and indicators; the formula is in ``schema.quality``. `repairs`: what
raises it most.
"""
