"""The fault suite: real processes, a ledger of every promise, faults by seed, then the checkers.

`stage` starts everything; `load` reports to it and writes the `ledger`; a module for each place
where something breaks (`roles`, `broker`, `database`, `redis`, `network`, `input`, `clocks`) offers
faults; `plan` draws them, `play` plays them, `checks` compare what is left, `account` tells it.
How to run it and what each fault is: docs/reliability.md.
"""
