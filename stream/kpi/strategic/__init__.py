"""Strategic tier: from readings, baselines and targets to attainment, index and coverage. Pure.

Exact throughout, but for P(hit): values are Fractions. In this order: `period` (which days a period
spans), `path` (where an indicator is to be, Q52), `fresh` (how old a reading may be, Q57), `pace`
(required pace, Q58), `band` (colours with hysteresis and signs, Q59–60), `facts` (readings and
targets in force), `measure` (what a scope measures, Q56), `goal` (from where to where by when, Q54,
Q56), `chance` (P(hit) of a path), `way` (the path of readings), `indicator` (one indicator in one
scope on one day), `tier` (the whole country, for the roll), `record` (what is published of it).
Attainment (Q53–55) is ``schema.attain``, the ladder of the index (Q61) ``schema.ladder``.
"""
