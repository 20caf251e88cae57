"""The sample country: a deterministic past that goes to the log, and a present that is posted.

Read in this order: `sizes` (how large), `content` (what is asked of whom), `seats` (which unit
holds how many tasks in which state on day 0), `fate` and `draw` (the dates behind a state),
`life` (a fate as updates), `filling`, `readings`, `faults` (what else is reported), `diary`
(updates gathered into reports), `history` (reports and midnights in the order of the log). All of
these are pure.

`seed` writes the history to the log; `feed` goes on from there as an ordinary client of the API.
Everything is sample data and marked so.
"""
