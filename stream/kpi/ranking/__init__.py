"""The sealed ranking: what it is made of, intervals, what would lift a unit, the tables of a day.

Pure. The formula and the order are ``schema.score`` and ``schema.ranking``, which the provisional
table shares; ``stream.roll.sealer`` reads the tasks and keeps what comes out of here.
"""
