"""The pure heart of the fold: no I/O, no clock, no logging.

Read in this order: `entry` (an update with its envelope, its subjects, its place in the order),
`world` (the country: eras of the tree of units), `task` (what is kept of a task), `judge` (one
update on one task: `form` first, then the judge of its kind), `refold` (a task from the set of its
updates, `corrections` settled before; `remembered`: what of a long life is kept), `other` and
`force` (indicators), `leaf` (what a task adds to the sums), `partition` (the cached state), `tally`
and `ledger` (what a run changes), `belong`, `past` and `late` (a task on closed days), `ahead` (on
days that close before what it holds), `restate` (what a run changes of those), `fold` (messages →
outcome).

State is a function of the set of updates: ``state(task) = reduce(step, sorted(set, key=order))``.
"""
