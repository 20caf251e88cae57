"""Why figures moved that are no sums or ratios of leaf integers, one module a family.

Each takes what is kept of two instants and gives a ``schema.shares.Shared``: what every leaf added,
exactly. `account` tells it as a twin and a sheet, `view` in words. The figures of leaf integers are
``web.compose.why``; the rule of each family stands in docs/method-why.md.
"""
