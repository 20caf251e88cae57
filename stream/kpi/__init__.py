"""From leaf integers to KPI states: pure, no I/O, no clock, no logging.

What a task is worth, for the fold: `planning` (its state), `progress` (percent complete),
`standing` (its sign). What a scope is worth, for the roll, in this order: `leaf` (what a leaf is
called), `cut` (which scopes it counts to), `sums` (the tree, added up), `holders` (who holds what
is overdue), `dated` (facts that carry a day), `operational` (planned curves, earned schedule),
`closes` (day closes), `windows` (today's arrivals), `country` (all of it, and the states made from
it); `facts`, `headline`, `phrases`, `said` (the sentence a board opens with).

Parent = Σ children holds by construction: every total is kept by adding and taking away leaves.
"""
