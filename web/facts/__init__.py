"""From SQL and the KPI stream to `BoardFacts`: everything a board may know, one module a subject.

`reader` puts them together; the neighbour below (`web.compose`) turns them into figures and words.
"""
