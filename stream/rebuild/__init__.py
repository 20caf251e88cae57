"""`python -m stream.rebuild`: all that is derived is made again, beside the live system.

    plan        ○ may it be done: is the log whole
    build         a schema for the new build, and what becomes of older ones
    reading       a lane's part of the log, up to an offset
    lane          folds it: the fold's own transaction, on a build nobody reads yet
    folding       all lanes, side by side, with how fast they are
    scopes        day closes of scopes, by the roll's own code
    compare     ○ the live build and the new one, table by table
    flip          the one transaction that makes the new build the active one
    session       the order of all that

(○ pure.) Neighbours: ``stream.fold`` lends its transaction, ``stream.roll`` its closes. The rules
behind it: docs/decisions/019.
"""
