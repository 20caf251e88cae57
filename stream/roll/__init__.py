"""The roll: one leader follows the leaves, adds up the tree and publishes the state of every scope.

`election` decides who leads, `leader` follows and publishes, `read` and `write` are its SQL,
`carrier` its Redis; `wake` and `pace` say when, `arrivals` and `recorder` keep today's window and
the history, `drawing` the planned curves. What it computes stands in ``stream.kpi``. Neighbours:
the fold writes ``partial`` and ``task`` before it; the web reads ``kpi_now``, ``plan_curve`` and
the stream ``nhip:kpi`` after it.
"""
