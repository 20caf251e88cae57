"""The operational tier (mission §4.4, Q40–51): planned and earned value, earned schedule.

What a task plans, curves and places along them are ``schema.earned``. Here: `plans` (the curves of
the whole country, kept by adding and taking away tasks), `tier` (the record of a scope), `points`
(a curve thinned for a chart).

Curves are integers: weights in 1/1,000 times planned shares in 1/10,000, one value a calendar day.
Places along a curve are measured in working days. Percent complete stands in
``stream.kpi.progress``; its sums come with the counts of the leaves.
"""
