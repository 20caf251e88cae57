"""The plan of a scope and how far along it is: pure, for all who must make it again (Q46–51).

`axis` (days as arrays), `plan` (what a task plans for each day), `curve` (plans added up),
`schedule` (how far along a curve a value lies). Curves of the country: ``stream.kpi.operational``;
why figures of them moved: ``web.compose.accounts``.
"""
