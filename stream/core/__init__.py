"""The pure heart of the fold: no I/O, no clock, no logging.

Read in this order: `entry` (an update with its envelope and its place in the order), `task` (what
is kept of a task), `judge` (one update on one task), `refold` (a task from the set of its updates),
`leaf` (what a task adds to the sums), `partition` (the cached state), `fold` (messages → outcome).

State is a function of the set of updates: ``state(task) = reduce(step, sorted(set, key=order))``.
"""
